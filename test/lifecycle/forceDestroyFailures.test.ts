// What keeps a bucket that is to be emptied and destroyed, and what the user is told, against the emulator.
import { type Emulated, startEmulated } from "../support/emulated";
import { eventually } from "../support/eventually";
import { startDynamicFront } from "../support/frontDynamic";
import { startPluginFront } from "../support/frontPlugin";
import type { Front } from "../support/fronts";
import { fullBuckets } from "../support/fullBuckets";
import { type Managed, manage, messageOf } from "../support/managed";

// Thousands of requests fill the buckets.
jest.setTimeout(120_000);

let oss: Emulated;
let managed: Managed;
beforeAll(async () => {
  oss = await startEmulated();
});
afterAll(() => oss.stop());
beforeEach(() => {
  oss.reset();
  managed = manage(oss);
});

const { make, destroy, exists, put, begin, channel, retain, fill } = fullBuckets(() => managed);

describe("a failure on the way", () => {
  test("keeps the bucket, says how far it got, and another destroy goes on", async () => {
    const state = await make("web");
    await fill("web", 2500);
    await oss.forget();
    managed = manage(oss, { maxParallel: 1 });
    // The third page of the list fails.
    await oss.fault({ operation: "ListObjectVersions", delayMs: 1 });
    await oss.fault({ operation: "ListObjectVersions", delayMs: 1 });
    await oss.fault({ operation: "ListObjectVersions", code: "InternalError", status: 500 });
    expect(await messageOf(destroy("web", state))).toMatch(
      /^GetBucketVersions on web: InternalError \(500\) .*; request [0-9A-F]{24}; run again; .*; bucket web was kept, 2,000 versions were deleted\. Destroy again to go on with the rest$/,
    );
    await oss.forget();
    await destroy("web", state);
    expect(managed.told.at(-1)).toMatch(/: 500 versions in/);
    expect(await exists("web")).toBe(false);
  });

  test.each([
    ["GetBucketInfo", "GetBucketInfo on web"],
    ["ListMultipartUploads", "ListMultipartUploads on web"],
    ["AbortMultipartUpload", "AbortMultipartUpload on web/upload"],
    ["ListObjectVersions", "GetBucketVersions on web"],
    ["DeleteMultipleObjects", "DeleteMultipleObjects on web"],
    ["DeleteObject", "DeleteObject on web/a\u0001b"],
    ["ListLiveChannel", "ListLiveChannel on web"],
    ["DeleteLiveChannel", "DeleteLiveChannel on web/camera"],
  ])("no permission for %s ends it", async (operation, subject) => {
    const state = await make("web");
    await put("web", "a\u0001b");
    await put("web", "plain");
    await begin("web", "upload");
    await channel("web", "camera");
    await oss.fault({ operation, code: "AccessDenied", status: 403 });
    const message = await messageOf(destroy("web", state));
    expect(message).toContain(`${subject}: AccessDenied (403) `);
    expect(message).toMatch(/; bucket web was kept, .* deleted\. Destroy again to go on with the rest$/);
    expect(await exists("web")).toBe(true);
    await destroy("web", state);
    expect(await exists("web")).toBe(false);
  });

  test.each(["ListMultipartUploads", "ListObjectVersions", "DeleteMultipleObjects"])(
    "a garbled answer to %s is no success",
    async (operation) => {
      const state = await make("web");
      await put("web", "x");
      await oss.fault({ operation, garbled: true });
      expect(await messageOf(destroy("web", state))).toContain("the answer (200) is not as documented");
      expect(await exists("web")).toBe(true);
    },
  );

  test("a cancelled destroy ends at once, asks for nothing more, and can be taken up again", async () => {
    const state = await make("web");
    await fill("web", 1500);
    await oss.forget();
    await oss.fault({ operation: "DeleteMultipleObjects", times: 2, delayMs: 3000 });
    const cancelled = new AbortController();
    const destroyed = messageOf(destroy("web", state, cancelled.signal));
    while ((await oss.faults()).some((fault) => (fault.times ?? 0) > 0))
      await new Promise((done) => setTimeout(done, 20));
    const before = Date.now();
    cancelled.abort(new Error("it took longer than the custom timeout of 1 s"));
    expect(await destroyed).toMatch(
      /^DeleteMultipleObjects on web: cancelled \(127\.0\.0\.1:\d+\): it took longer than the custom timeout of 1 s; run again to go on; bucket web was kept, nothing was deleted\. Destroy again to go on with the rest$/,
    );
    expect(Date.now() - before).toBeLessThan(1000);
    const operations = await oss.operations();
    await new Promise((done) => setTimeout(done, 100));
    expect(await oss.operations()).toEqual(operations);
    await oss.clearFaults();
    await destroy("web", state);
    expect(await exists("web")).toBe(false);
  });
});

describe("a retention policy", () => {
  test("that is locked refuses: until when is said, and nothing more is tried", async () => {
    const state = await make("vault");
    await retain("vault", true);
    await begin("vault", "upload");
    await fill("vault", 2);
    const written = Date.now();
    await oss.forget();
    const message = await messageOf(destroy("vault", state));
    expect(message).toMatch(
      /^DeleteMultipleObjects on vault: FileImmutable \(409\) The object you specified is immutable\.; request [0-9A-F]{24}; .*; bucket vault was kept, nothing was deleted\. Its retention policy protects every object for 30 days, the newest of the 2 listed until \S+Z\. The policy is locked, so nobody can delete them earlier: destroy again after that, or take the bucket out of the stack \(retainOnDelete, or pulumi state delete\)$/,
    );
    const until = Date.parse(/until (\S+Z)\./.exec(message)![1]!);
    expect(Math.abs(until - (written + 30 * 86_400_000))).toBeLessThan(60_000);
    expect(await oss.operations()).toEqual([
      "DeleteBucket",
      "GetBucketInfo",
      "ListObjectVersions",
      "DeleteMultipleObjects",
      "GetBucketWorm",
    ]);
    expect(await exists("vault")).toBe(true);
  });

  test("lets go of what has outlived it, and goes with its bucket, locked or not", async () => {
    const state = await make("vault");
    await retain("vault", true);
    // A change behind the service's back needs no signature, so the clock may be set for it.
    await oss.advance(-31 * 86_400);
    await oss.change({ bucket: "vault", key: "old", content: "x" });
    await oss.advance(31 * 86_400);
    await destroy("vault", state);
    expect(await exists("vault")).toBe(false);
  });

  test("that is not locked is to be destroyed first", async () => {
    const state = await make("vault");
    await retain("vault", false);
    await fill("vault", 1);
    expect(await messageOf(destroy("vault", state))).toMatch(
      /The policy is not locked: destroy its BucketRetentionPolicy first, or wait until it lapses, 24 hours after \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3}Z)?; then destroy again$/,
    );
  });

  test("whose days can't be read is named all the same", async () => {
    const state = await make("vault");
    await retain("vault", true);
    await fill("vault", 1);
    await oss.fault({ operation: "GetBucketWorm", code: "AccessDenied", status: 403 });
    expect(await messageOf(destroy("vault", state))).toMatch(
      /bucket vault was kept, nothing was deleted\. Destroy again when the retention policy protects its objects no longer$/,
    );
  });
});

describe.each([
  ["the plugin", startPluginFront],
  ["the dynamic front", startDynamicFront],
])("through %s", (_, start) => {
  test("it is told what was deleted, and a refusal keeps the resource", async () => {
    const front: Front = await start(oss.config);
    try {
      const target = { token: "oss:Bucket", name: "web" };
      const made = await front.create(target, { bucket: "web", forceDestroy: true });
      await fill("web", 3);
      await front.restart();
      await oss.fault({ operation: "DeleteMultipleObjects", code: "AccessDenied", status: 403 });
      expect(await messageOf(front.delete(target, made))).toMatch(
        /^DeleteMultipleObjects on web: AccessDenied \(403\) .*; give the key permission oss:DeleteObject \(RAM policy or bucket policy\), and check that the bucket is yours; bucket web was kept, nothing was deleted\. Destroy again to go on with the rest$/,
      );
      expect(await front.read(target, made)).toBeDefined();
      await front.restart();
      await front.delete(target, made);
      const told = /^bucket web emptied and deleted: 3 versions in \d+ s$/;
      const messages = await eventually(
        () => front.messages(),
        (seen) => seen.length > 0,
      );
      expect(messages).toContainEqual(expect.stringMatching(told));
      expect(await front.read(target, made)).toBeUndefined();
    } finally {
      await front.stop();
    }
  });
});
