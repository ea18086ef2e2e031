// A create that is half done: the engine is handed what exists, keeps it, and its next update finishes the work.
import { type Emulated, startEmulated } from "../support/emulated";
import { startDynamicFront } from "../support/frontDynamic";
import { startPluginFront } from "../support/frontPlugin";
import { type Front, FrontError, type Recorded } from "../support/fronts";
import { secret, type Values } from "../support/wire";

let emulated: Emulated;
beforeAll(async () => {
  emulated = await startEmulated();
});
afterAll(() => emulated.stop());

const failing = (operation: string) => emulated.fault({ operation, status: 500, code: "InternalError" });

async function halfOf(
  work: Promise<unknown>,
): Promise<{ message: string; id: string; state: Values; reasons: string[] }> {
  const error = await work.then(
    () => undefined,
    (cause) => cause,
  );
  if (!(error instanceof FrontError) || !error.partial) throw new Error(`no partial failure: ${error?.message}`);
  return { message: error.message, ...error.partial };
}

describe.each([
  ["plugin", startPluginFront],
  ["dynamic", startDynamicFront],
] as const)("%s front", (_, start) => {
  let front: Front;
  beforeAll(async () => {
    front = await start(emulated.config);
  });
  afterAll(() => front.stop());
  beforeEach(async () => {
    emulated.reset();
    await front.restart();
  });

  test("a retention policy that is made but not locked: the next update locks it and makes no second one", async () => {
    const target = { token: "oss:BucketRetentionPolicy", name: "keep" };
    const inputs = { bucket: "web", retentionPeriodInDays: 30, locked: true };
    await emulated.send({ method: "PUT", bucket: "web" });
    await failing("CompleteBucketWorm");
    const half = await halfOf(front.create(target, inputs));
    expect(half.message).toMatch(/^CompleteBucketWorm on web: InternalError \(500\)/);
    expect(half.reasons).toEqual([half.message]);
    expect(half.id).toBe("web");
    expect(half.state).toMatchObject({ bucket: "web", locked: false, wormId: expect.stringMatching(/.+/) });

    // The inputs are recorded as wanted; that something is missing the engine knows from the failure.
    const kept: Recorded = { id: half.id, inputs, state: half.state };
    await front.restart();
    await emulated.forget();
    const whole = await front.update(target, kept, inputs);
    expect(await emulated.operations()).toEqual(["CompleteBucketWorm"]);
    expect(whole.state).toMatchObject({ locked: true, retentionPeriodInDays: 30, wormId: half.state.wormId });
  });

  test("a bucket that is made but could not be read: the next update reads it", async () => {
    const target = { token: "oss:Bucket", name: "site" };
    const inputs = { bucket: "web", acl: "public-read", storageClass: "IA" };
    await failing("GetBucketInfo");
    const half = await halfOf(front.create(target, inputs));
    expect(half.message).toMatch(/^GetBucketInfo on web: InternalError \(500\)/);
    expect(half.id).toBe("web");
    expect(half.state).toMatchObject({ bucket: "web", storageClass: "IA" });

    await front.restart();
    await emulated.forget();
    const whole = await front.update(target, { id: half.id, inputs, state: half.state }, inputs);
    expect(await emulated.operations()).toEqual(["GetBucketInfo"]);
    expect(whole.state).toMatchObject({ acl: "public-read", location: "oss-cn-hangzhou", owner: "1000000000000001" });
  });

  test("what a half-done bucket is can be refreshed and destroyed", async () => {
    const target = { token: "oss:Bucket", name: "site" };
    const inputs = { bucket: "web" };
    await failing("GetBucketInfo");
    const half = await halfOf(front.create(target, inputs));
    const kept: Recorded = { id: half.id, inputs, state: half.state };
    await front.restart();
    await expect(front.read(target, kept)).resolves.toMatchObject({ inputs, state: { owner: "1000000000000001" } });
    await front.delete(target, kept);
    expect((await emulated.send({ method: "GET", bucket: "web", query: "acl" })).status).toBe(404);
  });
});

test("secrets in what is handed over stay wrapped", async () => {
  const front = await startPluginFront(emulated.config);
  try {
    emulated.reset();
    await failing("GetBucketInfo");
    const half = await halfOf(
      front.create({ token: "oss:Bucket", name: "site" }, { bucket: "web", resourceGroupId: secret("rg-1") }),
    );
    expect(half.state).toMatchObject({ bucket: "web", resourceGroupId: secret("rg-1") });
  } finally {
    await front.stop();
  }
});
