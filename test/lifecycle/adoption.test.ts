// A bucket that exists already is taken over only where nothing can be lost: it is this account's, was made the same way
// and is empty.
import { FrontError } from "../support/fronts";
import type { RawRequest } from "../support/ossRawClient";
import { type Both, bothFronts } from "../support/suite/bothFronts";
import { destroy, expectSettled, refresh, up } from "../support/suite/run";
import type { Values } from "../support/wire";

const target = { token: "oss:Bucket", name: "site" };
const program = { bucket: "web-assets" };
const STRANGER = { ownerId: "2000000000000002", accessKeyId: "other", accessKeySecret: "other-secret" };

// Refused, looked at, looked up among one's own, and looked into.
const ADOPTION = ["PutBucket", "GetBucketInfo", "GetService", "ListObjectVersions"];

const WAYS_OUT =
  "nothing was changed. Import it (pulumi import granary:oss:Bucket NAME web-assets), add an alias if the resource was renamed, or choose another name";

bothFronts(suite, [STRANGER]);

function suite(both: Both): void {
  const make = (more: Partial<RawRequest> = {}) => both.emulated.send({ method: "PUT", bucket: "web-assets", ...more });

  async function refusal(inputs: Values = program): Promise<string> {
    await both.emulated.forget();
    const error = await up(both.front, target, inputs).then(
      () => undefined,
      (cause) => cause,
    );
    expect(error).toBeInstanceOf(FrontError);
    expect(error.partial).toBeUndefined();
    const changed = (await both.emulated.journal()).filter(({ method, status }) => method !== "GET" && status < 300);
    expect(changed).toEqual([]);
    return error.message;
  }

  test("empty, ours and made the same way: taken over, with four requests", async () => {
    await make();
    await both.emulated.forget();
    const recorded = await up(both.front, target, program);
    expect(await both.emulated.operations()).toEqual(ADOPTION);
    await expectSettled(both.front, target, recorded, program);
  });

  test("an ACL that the program says nothing about is no obstacle, and no drift later", async () => {
    await make({ headers: { "x-oss-acl": "public-read" } });
    const recorded = await up(both.front, target, program);
    await both.emulated.change({ bucket: "web-assets", document: "acl", value: "public-read-write" });
    await expectSettled(both.front, target, recorded, program);
  });

  test("not empty: refused", async () => {
    await make();
    await both.emulated.change({ bucket: "web-assets", key: "a", content: "b" });
    expect(await refusal()).toBe(`bucket web-assets exists already and is not empty; ${WAYS_OUT}`);
  });

  test("with nothing but a delete marker in it: refused", async () => {
    await make();
    await both.emulated.change({ bucket: "web-assets", document: "versioning", value: "Enabled" });
    await both.emulated.send({ method: "DELETE", bucket: "web-assets", key: "never-there" });
    expect(await refusal()).toBe(`bucket web-assets exists already and is not empty; ${WAYS_OUT}`);
  });

  test.each<[string, Values, string]>([
    ["another class", { storageClass: "IA" }, "has storageClass Standard, not IA"],
    ["another redundancy", { dataRedundancyType: "ZRS" }, "has dataRedundancyType LRS, not ZRS"],
    ["real directories", { hierarchicalNamespace: true }, "has hierarchicalNamespace false, not true"],
    ["another ACL", { acl: "public-read" }, "has acl private, not public-read"],
  ])("made otherwise (%s): refused", async (_, more, why) => {
    await make();
    expect(await refusal({ ...program, ...more })).toBe(`bucket web-assets exists already and ${why}; ${WAYS_OUT}`);
  });

  test("someone else's: refused, with the advice to choose another name", async () => {
    await make({ as: STRANGER });
    const message = await refusal();
    expect(message).toMatch(/^PutBucket on web-assets: BucketAlreadyExists \(409\) .*; request [0-9A-F]{24}/);
    expect(message).toContain(
      "bucket names are unique in all of OSS: choose another name, or import the bucket if it is yours",
    );
    expect(message).toContain(
      "this key may not look at it: it is another account's, or the key lacks oss:GetBucketInfo",
    );
  });

  test("not empty, then destroyed: refused, and everything stays", async () => {
    const recorded = await up(both.front, target, program);
    await both.emulated.change({ bucket: "web-assets", key: "a", content: "b" });
    await expect(destroy(both.front, target, recorded)).rejects.toThrow(
      /^DeleteBucket on web-assets: BucketNotEmpty \(409\)/,
    );
    await expect(destroy(both.front, target, recorded)).rejects.toThrow(/set forceDestroy: true/);
    expect(await refresh(both.front, target, recorded)).toEqual(recorded);
    expect((await both.emulated.send({ method: "GET", bucket: "web-assets", key: "a" })).body).toBe("b");
  });
}
