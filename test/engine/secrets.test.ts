// Keys and other secrets are in no state, no output, and nowhere in what Granary adds to the most talkative log.
import { CERTIFICATE, PRIVATE_KEY } from "../emulator/bucket/certificate";
import { SECRET_KEY, TOKEN } from "../support/emulated";
import { fronts, javascript, source } from "./support/program";
import type { Run } from "./support/stack";
import { useWorld } from "./support/world";

const world = useWorld();
beforeEach(() => world.emulator.reset());

/** The longest line of the private key: no log shows it by accident. */
const KEY_LINE = PRIVATE_KEY.split("\n")[3]!;
const PASSWORD = "hunter2-4711";

// JavaScript on both fronts: the language host of YAML logs every value of the program at the highest level.
const program = (team: string) => `
  const fs = require("node:fs");
  const config = new pulumi.Config();
  const shop = new oss.Bucket("shop", { bucket: "shop-images" });
  const { bucket } = shop;
  const token = new oss.BucketCnameToken("token", { bucket, domain: "www.example.com" });
  new oss.BucketCname("cname", {
    bucket,
    domain: "www.example.com",
    certificate: {
      certificate: fs.readFileSync("certificate.pem", "utf8"),
      privateKey: fs.readFileSync("key.pem", "utf8"),
    },
  }, { dependsOn: token });
  new oss.BucketTags("tags", { bucket, tags: { team: "${team}" } });
  new oss.BucketObject("password", { bucket, key: "password.txt", content: config.requireSecret("password") });
`;

/** What Pulumi itself writes at the highest level: each value that passes between engine, program and plugin. */
const PULUMIS_OWN = /arshaling property for RPC\[|RPC finished/;

/** The lines that show a secret, up to where they do. */
function leaks(texts: string[], secrets: string[], except?: RegExp): string[] {
  const lines = texts.flatMap((text) => text.split("\n")).filter((line) => !except?.test(line));
  return lines.flatMap((line) => secrets.filter((each) => line.includes(each)).map((each) => line.split(each)[0]!));
}

test.each(fronts)("no secret is shown or kept in plain on the front %s", async (front) => {
  const stack = await world.open({
    files: { ...javascript(front, program("web")), "certificate.pem": CERTIFICATE, "key.pem": PRIVATE_KEY },
  });
  await stack.config("shop:password", PASSWORD, { secret: true });

  // Keys from the environment pass through nobody's hands but Granary's.
  const up = await stack.up({ args: ["-v=9", "--logtostderr", "--logflow"] });
  expect(errors(up)).toEqual([]);
  expect(up.stderr.length).toBeGreaterThan(100_000);
  expect(leaks([up.stdout, up.stderr], [SECRET_KEY, TOKEN])).toEqual([]);
  expect(leaks([up.stdout, up.stderr], [KEY_LINE, PASSWORD], PULUMIS_OWN)).toEqual([]);

  // From the configuration, in a run in which a difference and a failure are told in full.
  const secrets = [`granary:oss.accessKeySecret=${SECRET_KEY}`, `granary:oss.securityToken=${TOKEN}`];
  const set = ["--plaintext", "granary:oss.accessKeyId=granary", ...secrets.flatMap((each) => ["--secret", each])];
  expect((await stack.pulumi(["config", "set-all", "--path", "--stack", "test", ...set])).code).toBe(0);
  stack.write("index.js", source(front, program("shop")));
  await world.emulator.fault({ operation: "PutBucketTags", code: "AccessDenied", status: 403 });
  const env = { OSS_ACCESS_KEY_ID: "", OSS_ACCESS_KEY_SECRET: "", OSS_SESSION_TOKEN: "" };
  const failed = await stack.up({ args: ["--diff"], env });
  expect(errors(failed).join()).toContain("PutBucketTags on shop-images: AccessDenied (403)");
  const all = [SECRET_KEY, TOKEN, KEY_LINE, PASSWORD];
  expect(leaks([failed.stdout, failed.stderr], all)).toEqual([]);

  const state = JSON.stringify(await stack.state());
  expect(state).toContain("oss:BucketCname");
  expect(leaks([state], all)).toEqual([]);
});

const errors = (run: Run) =>
  run.diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
