import { hostname } from "node:os";
import { ConfigError } from "../../../provider/http/errors";
import { redact } from "../../../provider/http/redact";
import { accountHint, type CredentialChain, credentialSource } from "../../../provider/oss/credentials";

const NONE: () => CredentialChain = () => ({
  getCredential: async () => {
    throw new Error("no provider has any");
  },
});

const OSS = { OSS_ACCESS_KEY_ID: "oss-id", OSS_ACCESS_KEY_SECRET: "oss-secret" };
const ALIBABA = { ALIBABA_CLOUD_ACCESS_KEY_ID: "ali-id", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "ali-secret" };

describe("credentials", () => {
  test("come from the configuration first, which has the environment's place to itself", async () => {
    const config = { accessKeyId: "id", accessKeySecret: "configured-secret" };
    const env = { ...OSS, OSS_SESSION_TOKEN: "oss-token", ...ALIBABA };
    await expect(credentialSource(config, env, NONE)()).resolves.toEqual(config);
  });

  test("come from the OSS_ variables next, with their token", async () => {
    await expect(credentialSource({}, { ...OSS, OSS_SESSION_TOKEN: "oss-token", ...ALIBABA }, NONE)()).resolves.toEqual(
      {
        accessKeyId: "oss-id",
        accessKeySecret: "oss-secret",
        securityToken: "oss-token",
      },
    );
  });

  test("come from the ALIBABA_CLOUD_ variables next, with their token", async () => {
    await expect(
      credentialSource({}, { ...ALIBABA, ALIBABA_CLOUD_SECURITY_TOKEN: "ali-token" }, NONE)(),
    ).resolves.toEqual({
      accessKeyId: "ali-id",
      accessKeySecret: "ali-secret",
      securityToken: "ali-token",
    });
  });

  test("come from the vendor's library last, which is opened once and asked every time, so that keys stay fresh", async () => {
    let opened = 0;
    let asked = 0;
    const source = credentialSource({}, {}, () => {
      opened++;
      return {
        getCredential: async () => ({
          accessKeyId: `id${++asked}`,
          accessKeySecret: "chain-secret",
          securityToken: "",
        }),
      };
    });
    expect(opened).toBe(0);
    await expect(source()).resolves.toEqual({ accessKeyId: "id1", accessKeySecret: "chain-secret" });
    await expect(source()).resolves.toEqual({ accessKeyId: "id2", accessKeySecret: "chain-secret" });
    expect(opened).toBe(1);
  });

  test("are asked of the library by one caller at a time", async () => {
    let asked = 0;
    const source = credentialSource({}, {}, () => ({
      getCredential: async () => {
        asked++;
        await new Promise((resolve) => setTimeout(resolve, 10));
        return { accessKeyId: "id", accessKeySecret: "chain-secret" };
      },
    }));
    await Promise.all([source(), source(), source()]);
    expect(asked).toBe(1);
  });

  test("that are missing give one message which says what to set where, and are looked for again the next time", async () => {
    let opened = 0;
    const source = credentialSource({}, {}, () => {
      opened++;
      return NONE();
    });
    const error = await source().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).message).toBe(
      "granary:oss.accessKeyId: no credentials are set; " +
        "run `pulumi config set --path granary:oss.accessKeyId <id>` and `pulumi config set --secret --path granary:oss.accessKeySecret <secret>`, " +
        "or set the environment variables OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET " +
        "(the Alibaba Cloud credentials library found none: no provider has any)",
    );
    await source().catch(() => {});
    expect(opened).toBe(2);
  });

  test.each([
    [
      "the configured secret",
      { accessKeyId: "x" },
      {},
      "granary:oss.accessKeyId is set but granary:oss.accessKeySecret is not",
    ],
    [
      "the configured id",
      { accessKeySecret: "x" },
      {},
      "granary:oss.accessKeySecret is set but granary:oss.accessKeyId is not",
    ],
    [
      "the configured pair",
      { securityToken: "x" },
      {},
      "granary:oss.securityToken is set but granary:oss.accessKeyId is not",
    ],
    [
      "a configured secret that only the environment has",
      { accessKeyId: "x" },
      OSS,
      "granary:oss.accessKeySecret: granary:oss.accessKeyId is set but granary:oss.accessKeySecret is not; set both in the stack configuration, or neither",
    ],
    [
      "the environment's secret",
      {},
      { OSS_ACCESS_KEY_ID: "x", OSS_ACCESS_KEY_SECRET: " ", ...ALIBABA },
      "OSS_ACCESS_KEY_ID is set but OSS_ACCESS_KEY_SECRET is not; set both in the environment, or neither",
    ],
    [
      "the environment's id",
      {},
      { ALIBABA_CLOUD_ACCESS_KEY_SECRET: "x" },
      "ALIBABA_CLOUD_ACCESS_KEY_SECRET is set but ALIBABA_CLOUD_ACCESS_KEY_ID is not",
    ],
  ])("half a pair is an error that names %s", async (_half, config, env, message) => {
    const error = await credentialSource(config, env, NONE)().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).message).toContain(message);
  });

  test("once known, never get into a text again", async () => {
    await credentialSource(
      { accessKeyId: "id", accessKeySecret: "Zb7-very-secret", securityToken: "token/with+signs" },
      {},
      NONE,
    )();
    expect(redact("a Zb7-very-secret b token%2Fwith%2Bsigns c")).toBe("a [redacted] b [redacted] c");
  });

  test("the vendor's library itself reads a profile file", async () => {
    const { mkdtemp, rm, writeFile } = await import("node:fs/promises");
    const { join } = await import("node:path");
    const { tmpdir } = await import("node:os");
    const directory = await mkdtemp(join(tmpdir(), "granary-credentials-"));
    const file = join(directory, "credentials");
    await writeFile(
      file,
      "[default]\nenable = true\ntype = access_key\naccess_key_id = profile-id\naccess_key_secret = profile-secret\n",
    );
    const saved = process.env;
    process.env = { ALIBABA_CLOUD_CREDENTIALS_FILE: file, ALIBABA_CLOUD_CLI_PROFILE_DISABLED: "true" };
    try {
      await expect(credentialSource({}, {})()).resolves.toEqual({
        accessKeyId: "profile-id",
        accessKeySecret: "profile-secret",
      });
    } finally {
      process.env = saved;
      await rm(directory, { recursive: true });
    }
  });
});

describe("what tells accounts apart without asking", () => {
  const role = { ALIBABA_CLOUD_ROLE_ARN: "acs:ram::1000000000000001:role/pulumi" };

  test("is the id of long-lived keys, wherever they come from", () => {
    expect(accountHint({ accessKeyId: "id", accessKeySecret: "secret" }, { ...OSS, ...role })).toBe("id");
    expect(accountHint({}, { ...OSS, ...ALIBABA, ...role })).toBe("oss-id");
    expect(accountHint({}, { ...ALIBABA, ...role })).toBe("ali-id");
  });

  test("is not the id of temporary keys, which is another one in every run, but their role, else this machine", () => {
    const temporary = { ...OSS, OSS_SESSION_TOKEN: "token" };
    expect(accountHint({}, { ...temporary, ...role })).toBe("acs:ram::1000000000000001:role/pulumi");
    expect(accountHint({}, role)).toBe("acs:ram::1000000000000001:role/pulumi");
    expect(accountHint({}, temporary)).toBe(hostname());
    expect(accountHint({}, {})).toBe(hostname());
  });
});
