/**
 * Configurations for which ali-oss has no methods, between the provider and the requests that it signs (see
 * providerSettings.test.ts).
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Lifecycle } from "../../provider/kit/lifecycle";
import { ask, type Conformance, type Sdk, startConformance } from "../support/aliOss";
import { Managed } from "../support/managedResource";

/** Seconds after which the emulator has cleared a deleted replication rule. */
const CLOSED_AFTER = 6;

let service: Conformance;
beforeAll(async () => {
  service = await startConformance();
});
afterAll(() => service.stop());
afterEach(() => service.emulator.reset());

describe.each([
  ["v1", false],
  ["v4", true],
] as const)("with signature %s", (signatureVersion, authorizationV4) => {
  let sdk: Sdk;
  let provider: () => Lifecycle;
  beforeEach(async () => {
    sdk = service.sdk({ authorizationV4 });
    provider = () => service.provider(signatureVersion);
    await sdk.putBucket("web");
  });

  test("BucketTransferAcceleration", async () => {
    const put = (enabled: boolean) =>
      ask(
        sdk,
        "web",
        "PUT",
        { transferAcceleration: "" },
        `<TransferAccelerationConfiguration><Enabled>${enabled}</Enabled></TransferAccelerationConfiguration>`,
      );
    const read = async () => (await ask(sdk, "web", "GET", { transferAcceleration: "" })).data;
    const acceleration = await Managed.create(provider, "oss:BucketTransferAcceleration", {
      bucket: "web",
      enabled: true,
    });
    expect(await read()).toEqual({ Enabled: "true" });
    await put(false);
    expect(await acceleration.drift()).toEqual(["enabled"]);
    await acceleration.update();
    expect(await read()).toEqual({ Enabled: "true" });
    expect((await Managed.import(provider, "oss:BucketTransferAcceleration", "web")).program).toEqual({
      bucket: "web",
      enabled: true,
    });
    await acceleration.remove();
    expect(await read()).toEqual({ Enabled: "false" });
  });

  test("BucketReplication", async () => {
    await service
      .sdk({ authorizationV4, endpoint: `http://oss-cn-beijing.localhost:${service.port}`, region: "oss-cn-beijing" })
      .putBucket("copy");
    const read = async () =>
      (await ask(sdk, "web", "GET", { replication: "" })).data as { Rule: Record<string, unknown> };
    const program = {
      bucket: "web",
      targetBucket: "copy",
      targetLocation: "oss-cn-beijing",
      prefixes: ["a/", "b/"],
      action: "PUT",
      historicalObjectReplication: "disabled",
    };
    const written = {
      PrefixSet: { Prefix: ["a/", "b/"] },
      Action: "PUT",
      Destination: { Bucket: "copy", Location: "oss-cn-beijing" },
      HistoricalObjectReplication: "disabled",
    };
    const replication = await Managed.create(provider, "oss:BucketReplication", program);
    const { Rule: rule } = await read();
    expect(rule).toMatchObject({ ...written, ID: replication.state.ruleId, Status: "starting" });
    expect(await replication.drift()).toEqual([]);

    const remove = `<ReplicationRules><ID>${String(rule.ID)}</ID></ReplicationRules>`;
    await ask(sdk, "web", "POST", { replication: "", comp: "delete" }, remove);
    expect((await read()).Rule.Status).toBe("closing");
    expect(await replication.drift()).toBe("gone");
    await service.advance(CLOSED_AFTER);

    const other =
      "<ReplicationConfiguration><Rule><Destination><Bucket>copy</Bucket><Location>oss-cn-beijing</Location>" +
      "<TransferType>internal</TransferType></Destination></Rule></ReplicationConfiguration>";
    await ask(sdk, "web", "POST", { replication: "", comp: "add" }, other);
    const imported = await Managed.import(provider, "oss:BucketReplication", "web/copy");
    expect(imported.program).toEqual({ bucket: "web", targetBucket: "copy", targetLocation: "oss-cn-beijing" });
    expect(await replication.drift()).toEqual(["action", "historicalObjectReplication", "prefixes"]);
    expect(replication.state.ruleId).toBe((await read()).Rule.ID);

    // The update deletes the rule and waits until it has closed.
    await service.operations();
    const updating = replication.update();
    while (!(await service.operations()).includes("DeleteBucketReplication")) {
      await sleep(5);
    }
    await service.advance(CLOSED_AFTER);
    await updating;
    expect((await read()).Rule).toMatchObject({ ...written, ID: replication.state.ruleId });
    expect(await replication.drift()).toEqual([]);
    await replication.remove();
    expect(await replication.drift()).toBe("gone");
  });

  test("BucketMetaQuery", async () => {
    const metaQuery = await Managed.create(provider, "oss:BucketMetaQuery", { bucket: "web" });
    const { data } = await ask(sdk, "web", "GET", { metaQuery: "" });
    expect(data).toMatchObject({ State: "Ready" });
    expect(await metaQuery.drift()).toEqual([]);
    await ask(sdk, "web", "POST", { metaQuery: "", comp: "delete" });
    await metaQuery.remove();

    await sdk.putBucket("indexed");
    await ask(sdk, "indexed", "POST", { metaQuery: "", comp: "add" });
    expect((await Managed.import(provider, "oss:BucketMetaQuery", "indexed")).program).toEqual({ bucket: "indexed" });
  });

  test("BucketCnameToken and BucketCname", async () => {
    const token = await Managed.create(provider, "oss:BucketCnameToken", { bucket: "web", domain: "www.example.com" });
    const { data } = await ask(sdk, "web", "GET", { comp: "token", cname: "www.example.com" });
    expect(data).toMatchObject({ Bucket: "web", Cname: "www.example.com", Token: token.state.token });
    expect(await token.drift()).toEqual([]);

    const cname = await Managed.create(provider, "oss:BucketCname", { bucket: "web", domain: "www.example.com" });
    const list = await ask(sdk, "web", "GET", { cname: "" });
    expect(list.data).toMatchObject({ Bucket: "web", Cname: { Domain: "www.example.com", Status: "Enabled" } });
    expect(await cname.drift()).toEqual([]);
    const body = "<BucketCnameConfiguration><Cname><Domain>www.example.com</Domain></Cname></BucketCnameConfiguration>";
    await ask(sdk, "web", "POST", { cname: "", comp: "delete" }, body);
    expect(await cname.drift()).toBe("gone");
    await ask(sdk, "web", "POST", { cname: "", comp: "add" }, body);
    expect((await Managed.import(provider, "oss:BucketCname", "web/www.example.com")).program).toEqual({
      bucket: "web",
      domain: "www.example.com",
    });
    await cname.remove();
    expect(await cname.drift()).toBe("gone");
  });
});
