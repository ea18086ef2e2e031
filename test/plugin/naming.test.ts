// Names of buckets that the program leaves unnamed: from the resource's name and the stack, so that a run after one that
// was killed finds what it made; from the engine's seed while the stack has no id; or as its configuration of names says.
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { type Checked, check, configure, type Plugin, servePlugin } from "../support/pluginClient";
import type { Values } from "../support/wire";

const { PROPOSE, ENFORCE, DISABLE } = rpc.CheckRequest.AutonamingOptions.Mode;

let plugin: Plugin;
beforeEach(async () => {
  plugin = await servePlugin();
  await configure(plugin, { oss: { region: "cn-hangzhou" } });
});
afterEach(() => plugin.stop());

interface Naming {
  name?: string;
  news?: Values;
  olds?: Values;
  seed?: number;
  proposed?: string;
  mode?: (typeof rpc.CheckRequest.AutonamingOptions.Mode)[keyof typeof rpc.CheckRequest.AutonamingOptions.Mode];
}

function checkBucket({ name = "web", news = {}, olds, seed = 7, proposed, mode }: Naming): Promise<Checked> {
  return check(plugin, "oss:Bucket", name, news, olds, (request) => {
    request.setRandomseed(new Uint8Array(32).fill(seed));
    if (mode === undefined) return;
    const options = new rpc.CheckRequest.AutonamingOptions();
    options.setMode(mode);
    options.setProposedName(proposed ?? "");
    request.setAutonaming(options);
  });
}

// 4bb06f8 and 2578ccf: SHA-256 of 32 bytes 07 and of 32 bytes 08, in hexadecimal.
test.each<[string, Naming, string]>([
  ["the name and digits of the seed", {}, "web-4bb06f8"],
  ["another seed, other digits", { seed: 8 }, "web-2578ccf"],
  ["characters that OSS does not take become hyphens", { name: "My_Site (prod)." }, "my-site-prod-4bb06f8"],
  ["a name without any character that OSS takes", { name: "网站" }, "granary-4bb06f8"],
  ["a long name is cut to 63 characters", { name: "a".repeat(80) }, `${"a".repeat(55)}-4bb06f8`],
  ["the stack's proposal", { mode: PROPOSE, proposed: "Acme.Web" }, "acme-web"],
  ["an empty proposal counts as none", { mode: PROPOSE }, "web-4bb06f8"],
  ["the stack's enforced name", { mode: ENFORCE, proposed: "acme-web" }, "acme-web"],
  ["a name that the program gives", { news: { bucket: "mine" }, mode: PROPOSE, proposed: "acme" }, "mine"],
  ["the name that it has already", { olds: { bucket: "web-1234567" } }, "web-1234567"],
  ["the name that it has already, when naming is off", { olds: { bucket: "web-1" }, mode: DISABLE }, "web-1"],
])("%s", async (_, naming, expected) => {
  await expect(checkBucket(naming)).resolves.toEqual({
    inputs: expect.objectContaining({ bucket: expected }),
    failures: [],
  });
});

test("an enforced name that OSS does not take is refused as it is", async () => {
  const { failures } = await checkBucket({ mode: ENFORCE, proposed: "Acme.Web" });
  expect(failures).toEqual([
    {
      property: "bucket",
      reason:
        "oss:Bucket web: bucket: must be 3 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends (OSS bucket naming conventions)",
    },
  ]);
});

test("with automatic names switched off a bucket needs a name", async () => {
  await expect(checkBucket({ mode: DISABLE })).rejects.toMatchObject({
    details: "automatic names are switched off in this stack; give web a name",
  });
});

describe("in a stack that has an id for its provider", () => {
  // 3c601d6: SHA-256 of the id, a slash and the resource's URN.
  const id = "a20441c8-8d2c-4fc7-9004-b4396a91cd45";

  test("the digits are the same in every run, whatever the engine's seed", async () => {
    await configure(plugin, { oss: { region: "cn-hangzhou" } }, id);
    for (const seed of [7, 8]) {
      expect((await checkBucket({ seed })).inputs.bucket).toBe("web-3c601d6");
    }
    expect((await checkBucket({ name: "logs" })).inputs.bucket).not.toMatch(/-3c601d6$/);
  });

  test("an id that is not known yet, in the preview of a new stack, counts as none", async () => {
    await configure(plugin, { oss: { region: "cn-hangzhou" } }, "04da6b54-80e4-46f7-96ec-b56ff0331ba9");
    expect((await checkBucket({})).inputs.bucket).toBe("web-4bb06f8");
  });
});
