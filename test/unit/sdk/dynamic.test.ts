import * as pulumi from "@pulumi/pulumi";
import { granary } from "../../../provider";
import { oss } from "../../../sdk";
import * as plugin from "../../../sdk/plugin";
import { providerText } from "../../../sdk/runtime/dynamic";
import { runProgram } from "../../support/mockStack";

test("the code in state is one line that requires the installed package", () => {
  expect(providerText("oss:Bucket")).toBe('exports.handler = () => require("granary/dynamic").provider("oss:Bucket");');
});

test("the code in state is shorter than 100 characters for every resource", () => {
  const tokens = Object.keys(granary.services).flatMap((module) =>
    Object.keys(granary.services[module]!().resources).map((name) => `${module}:${name}`),
  );
  expect(tokens.length).toBeGreaterThan(10);
  expect(tokens.filter((token) => providerText(token).length >= 100)).toEqual([]);
});

test("a resource is registered with Pulumi's dynamic provider, its arguments and that line", async () => {
  const { registrations } = await runProgram(() => {
    new oss.BucketCors("web", {
      bucket: "my-bucket",
      rules: [{ allowedOrigins: [pulumi.output("*")], allowedMethods: ["GET"] }],
    });
  });
  expect(registrations).toEqual([
    {
      type: "pulumi-nodejs:dynamic/oss:BucketCors",
      name: "web",
      inputs: {
        __provider: 'exports.handler = () => require("granary/dynamic").provider("oss:BucketCors");',
        bucket: "my-bucket",
        rules: [{ allowedOrigins: ["*"], allowedMethods: ["GET"] }],
      },
    },
  ]);
});

test("an argument that does not exist reaches the check, which names it", async () => {
  const { registrations } = await runProgram(() => {
    new oss.BucketAcl("web", { bucket: "my-bucket", acl: "private", alc: "typo" } as oss.BucketAclArgs);
  });
  expect(registrations[0]!.inputs.alc).toBe("typo");
});

test("outputs are there from the start", async () => {
  await runProgram(() => {
    const bucket = new oss.Bucket("web");
    for (const output of [bucket.bucket, bucket.acl, bucket.location, bucket.creationDate]) {
      expect(pulumi.Output.isInstance(output)).toBe(true);
    }
  });
});

// The digits are the first seven of `printf proj/stk/<name> | sha256sum`.
test.each([
  ["site", "site-7782249"],
  ["Site Logs", "site-logs-2362393"],
])(
  "for a bucket of the resource %p the name %p is proposed in every run, for check to take or leave",
  async (name, bucket) => {
    const { registrations } = await runProgram(() => {
      new oss.Bucket(name);
    });
    expect(registrations[0]!.inputs.__autoname).toBe(bucket);
    expect(registrations[0]!.inputs.bucket).toBeUndefined();
  },
);

test("a name that is given is passed on beside the proposal", async () => {
  const { registrations } = await runProgram(() => {
    new oss.Bucket("other", { bucket: pulumi.output("my-name") });
  });
  expect(registrations[0]!.inputs.bucket).toBe("my-name");
});

test("get reads a resource by its id and claims nothing", async () => {
  const { registrations } = await runProgram(() => {
    oss.Bucket.get("a", "my-bucket");
    oss.Bucket.get("b", "my-bucket");
  });
  const inputs = { __provider: 'exports.handler = () => require("granary/dynamic").provider("oss:Bucket");' };
  const type = "pulumi-nodejs:dynamic/oss:Bucket";
  expect(registrations).toEqual([
    { type, name: "a", inputs, id: "my-bucket" },
    { type, name: "b", inputs, id: "my-bucket" },
  ]);
});

test("isInstance tells classes apart", async () => {
  await runProgram(() => {
    const bucket = new oss.Bucket("web");
    expect(oss.Bucket.isInstance(bucket)).toBe(true);
    expect(oss.BucketAcl.isInstance(bucket)).toBe(false);
    expect(plugin.oss.Bucket.isInstance(bucket)).toBe(false);
    expect(oss.Bucket.isInstance(undefined)).toBe(false);
  });
});

test("an explicit provider of the plugin front is refused instead of left aside", async () => {
  await runProgram(() => {
    const provider = new plugin.Provider("other", { oss: { region: "cn-beijing" } });
    const message = 'an explicit Provider works with resources and functions of "granary/plugin" only';
    expect(() => new oss.Bucket("web", {}, { provider })).toThrow(`oss:Bucket: ${message}`);
    return expect(oss.getBuckets({}, { provider })).rejects.toThrow(`oss:getBuckets: ${message}`);
  });
});
