import * as pulumi from "@pulumi/pulumi";
import { version } from "../../../package.json";
import { oss, Provider } from "../../../sdk/plugin";
import { pluginOptions, pluginProps, providerOptions, settings } from "../../../sdk/runtime/plugin";
import { isSecret, resolved, runProgram } from "../../support/mockStack";

test("a resource is registered under the plugin's own type, with its arguments only", async () => {
  const { registrations } = await runProgram(() => {
    new oss.BucketAcl("web", { bucket: "my-bucket", acl: "public-read" });
  });
  expect(registrations).toEqual([
    { type: "granary:oss:BucketAcl", name: "web", inputs: { bucket: "my-bucket", acl: "public-read" } },
  ]);
});

test("a bucket that is left unnamed is named by the plugin", async () => {
  const { registrations } = await runProgram(() => {
    new oss.Bucket("web");
  });
  expect(registrations[0]!.inputs).toEqual({});
});

test("get reads a resource by its id", async () => {
  const { registrations } = await runProgram(() => {
    oss.Bucket.get("web", "my-bucket");
  });
  expect(registrations).toEqual([{ type: "granary:oss:Bucket", name: "web", inputs: {}, id: "my-bucket" }]);
});

const facts = {
  token: "store:Box",
  properties: ["box", "password"],
  key: ["box"],
  autonames: {},
  secrets: [["password"]],
  claims: {},
};

test("resources and providers ask for the plugin of this package's version, unless they say otherwise", () => {
  expect(pluginOptions(facts, undefined).version).toBe(version);
  expect(pluginOptions(facts, { version: "9.9.9" }).version).toBe("9.9.9");
  expect(providerOptions(undefined).version).toBe(version);
});

test("secret arguments are secret in inputs and outputs", async () => {
  const props = pluginProps(facts, { box: "a", password: "x" }, undefined);
  expect(props.box).toBe("a");
  expect(await isSecret(props.password)).toBe(true);
  expect(pluginOptions(facts, { additionalSecretOutputs: ["box"] }).additionalSecretOutputs).toEqual([
    "password",
    "box",
  ]);
});

test("an explicit provider takes one object per service, which travels as JSON text", async () => {
  const { registrations } = await runProgram(() => {
    new Provider("beijing", { oss: { region: pulumi.output("cn-beijing"), internal: true } });
  });
  expect(registrations).toHaveLength(1);
  expect(registrations[0]).toMatchObject({ type: "pulumi:providers:granary", name: "beijing" });
  expect(JSON.parse(registrations[0]!.inputs.oss)).toEqual({ region: "cn-beijing", internal: true });
});

test("settings with a secret are secret", async () => {
  const plain = settings({ region: "cn-beijing" }, [["accessKeySecret"]]);
  const secret = settings({ accessKeySecret: "x" }, [["accessKeySecret"]]);
  expect([await isSecret(plain), await isSecret(secret)]).toEqual([false, true]);
  expect(await resolved(secret)).toBe('{"accessKeySecret":"x"}');
  expect(settings(undefined, [])).toBeUndefined();
});

test("functions are calls of the plugin", async () => {
  const { calls } = await runProgram(async () => {
    expect(await oss.getBuckets({ prefix: "a" })).toEqual({ prefix: "a" });
    expect(await resolved(oss.getBucketsOutput({ prefix: pulumi.output("b") }))).toEqual({ prefix: "b" });
  });
  expect(calls).toEqual([
    { token: "granary:oss:getBuckets", inputs: { prefix: "a" } },
    { token: "granary:oss:getBuckets", inputs: { prefix: "b" } },
  ]);
});

test("a resource and a provider that reach a program by reference get their classes", async () => {
  await runProgram(async () => {
    const urns = await Promise.all([new oss.Bucket("web"), new Provider("p")].map((made) => resolved(made.urn)));
    const [bucket, provider] = urns as string[];
    const module = pulumi.runtime.getResourceModule("granary", "oss", version)!;
    expect(oss.Bucket.isInstance(module.construct("web", "granary:oss:Bucket", bucket!))).toBe(true);
    expect(() => module.construct("web", "granary:oss:Nothing", bucket!)).toThrow(
      "has no resource granary:oss:Nothing",
    );
    const pkg = pulumi.runtime.getResourcePackage("granary", version)!;
    expect(Provider.isInstance(pkg.constructProvider("p", "pulumi:providers:granary", provider!))).toBe(true);
  });
});
