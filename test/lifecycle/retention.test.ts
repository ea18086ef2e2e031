// The life of a retention policy that is locked, lapses, or is found. OSS API reference 20220713, 7.2.
import { type Both, bothFronts } from "../support/suite/bothFronts";
import { destroy, expectSettled, refresh, up } from "../support/suite/run";
import type { Values } from "../support/wire";

const target = { token: "oss:BucketRetentionPolicy", name: "keep" };
const unlocked = { bucket: "web-assets", retentionPeriodInDays: 30 };
const locked = { ...unlocked, locked: true };

bothFronts(suite);

function suite(both: Both): void {
  beforeEach(async () => {
    await both.emulated.send({ method: "PUT", bucket: "web-assets" });
    await both.emulated.forget();
  });

  const someonesPolicy = (more: Values) =>
    both.emulated.change({
      bucket: "web-assets",
      document: "worm",
      value: { wormId: "A1", state: "InProgress", retentionPeriodInDays: 30, createdAt: Date.now(), ...more },
    });

  async function problems(olds: Values, news: Values): Promise<{ property: string; reason: string }[]> {
    await both.front.restart();
    const { failures } = await both.front.check(target, news, olds);
    return failures.map(({ property, reason }) => ({ property, reason: reason.replace(/^oss:\w+( keep)?: /, "") }));
  }

  test("a lock is made with the policy, by three requests", async () => {
    const recorded = await up(both.front, target, locked);
    expect(await both.emulated.operations()).toEqual(["GetBucketWorm", "InitiateBucketWorm", "CompleteBucketWorm"]);
    await expectSettled(both.front, target, recorded, locked);
  });

  test("a lock can't be undone and a period can't be shortened: told at the check, without a request", async () => {
    expect(await problems(locked, unlocked)).toEqual([
      { property: "locked", reason: "locked: can't be undone: the retention policy is locked" },
    ]);
    expect(await problems(locked, { ...locked, retentionPeriodInDays: 29 })).toEqual([
      {
        property: "retentionPeriodInDays",
        reason: "retentionPeriodInDays: 29 is shorter than 30: a locked retention policy can only be prolonged",
      },
    ]);
    expect(await problems(locked, { ...locked, retentionPeriodInDays: 31 })).toEqual([]);
    expect(await problems(unlocked, { ...unlocked, retentionPeriodInDays: 1 })).toEqual([]);
    expect(await both.emulated.operations()).toEqual([]);
  });

  test("a locked policy is not destroyed: the error says what can be done, and nothing is changed", async () => {
    const recorded = await up(both.front, target, locked);
    await both.emulated.forget();
    await expect(destroy(both.front, target, recorded)).rejects.toThrow(
      /^the retention policy of bucket web-assets is locked and can't be deleted; .* pulumi state delete, or set retainOnDelete/,
    );
    expect(await both.emulated.operations()).toEqual(["GetBucketWorm"]);
    await expectSettled(both.front, target, recorded, locked);
  });

  test("a locked policy that went with its bucket is destroyed: there is nothing left of it", async () => {
    const recorded = await up(both.front, target, locked);
    await both.emulated.change({ bucket: "web-assets", delete: true });
    await destroy(both.front, target, recorded);
    await destroy(both.front, target, recorded);
  });

  test("locked by someone else: seen, and not undone", async () => {
    const recorded = await up(both.front, target, unlocked);
    await someonesPolicy({ wormId: recorded.state.wormId, state: "Locked" });
    const live = await refresh(both.front, target, recorded);
    expect(live?.inputs).toEqual({ ...unlocked, locked: true });
    const failures = await problems(live!.inputs, unlocked);
    expect(failures.map(({ property }) => property)).toEqual(["locked"]);
    await expect(destroy(both.front, target, live!)).rejects.toThrow(/is locked and can't be deleted/);
  });

  test("not locked within 24 hours it lapses, which is drift, and is made again", async () => {
    const recorded = await up(both.front, target, unlocked);
    const { wormId } = recorded.state;
    await someonesPolicy({ wormId, createdAt: Date.now() - 24 * 60 * 60 * 1000 });
    expect(await refresh(both.front, target, recorded)).toBeUndefined();
    const again = await up(both.front, target, unlocked);
    expect(again.state.wormId).not.toBe(wormId);
    await expectSettled(both.front, target, again, unlocked);
  });

  test("found unlocked with the same period, it is taken over, and locked where that is wanted", async () => {
    await someonesPolicy({});
    const recorded = await up(both.front, target, locked);
    expect(await both.emulated.operations()).toEqual(["GetBucketWorm", "CompleteBucketWorm"]);
    expect(recorded.state.wormId).toBe("A1");
    await expectSettled(both.front, target, recorded, locked);
  });

  test("found locked where no lock is wanted, it is refused", async () => {
    await someonesPolicy({ state: "Locked" });
    await expect(up(both.front, target, unlocked)).rejects.toThrow(
      /^bucket web-assets has a retention policy already that differs at locked; nothing was changed/,
    );
    expect(await both.emulated.operations()).toEqual(["GetBucketWorm"]);
  });

  describe("an answer that is lost, and asked for again by the same run", () => {
    test.each<[string, Values, Values]>([
      ["CompleteBucketWorm", unlocked, locked],
      ["ExtendBucketWorm", locked, { ...locked, retentionPeriodInDays: 60 }],
      ["AbortBucketWorm", unlocked, { ...unlocked, retentionPeriodInDays: 60 }],
    ])("%s", async (operation, from, to) => {
      const recorded = await up(both.front, target, from);
      await both.front.restart({ maxAttempts: 3 });
      await both.emulated.fault({ operation, reset: true, afterApply: true });
      const updated = await both.front.update(target, recorded, to);
      expect(await both.emulated.faults()).toEqual([]);
      await expectSettled(both.front, target, updated, to);
    });
  });
}
