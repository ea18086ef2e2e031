// What someone else changes is seen where it was changed, and the next update heals it.
import { expectSettled, refresh, up } from "./run";
import type { Stage } from "./suite";

export function drift(stage: Stage): void {
  const { target } = stage;
  const { drifts, removal, scenario } = stage.life;

  if (drifts.length > 0) {
    test.each(drifts)("drift: $name", async ({ inputs, change, paths }) => {
      const { front, emulated } = stage;
      const recorded = await up(front, target, inputs);
      await emulated.change(change);

      const live = await refresh(front, target, recorded);
      if (!live) throw new Error("it counts as gone");
      // What the engine asks after a refresh: from what is live to what is recorded.
      const difference = await front.diff(target, live, recorded.inputs);
      expect(difference).toMatchObject({ changes: true, replaces: [] });
      if (difference.detailed) expect(Object.keys(difference.detailed).sort()).toEqual([...paths].sort());

      const healed = await up(front, target, inputs, live);
      expect(healed.inputs).toEqual(recorded.inputs);
      await expectSettled(front, target, healed, inputs);
    });
  }

  if (removal) {
    test("removed by someone else: gone, and made again", async () => {
      const { front, emulated } = stage;
      const recorded = await up(front, target, scenario.full);
      await emulated.change(removal);
      expect(await refresh(front, target, recorded)).toBeUndefined();
      const again = await up(front, target, scenario.full);
      await expectSettled(front, target, again, scenario.full);
    });
  }

  test("its bucket deleted by someone else: gone", async () => {
    const { front, emulated } = stage;
    const recorded = await up(front, target, scenario.full);
    await emulated.change({ bucket: "web-assets", delete: true });
    expect(await refresh(front, target, recorded)).toBeUndefined();
  });

  const update = scenario.updates.find(({ name }) => stage.life.exceptions?.[name]?.requests.length !== 0);
  if (!update) return;
  test("an update without a refresh, after its bucket was deleted, fails and does not bring the bucket back", async () => {
    const { front, emulated } = stage;
    const recorded = await up(front, target, update.from);
    await emulated.change({ bucket: "web-assets", delete: true });
    await expect(up(front, target, update.to, recorded)).rejects.toThrow(
      /NoSuchBucket \(404\)|the bucket does not exist; run pulumi refresh/,
    );
    expect((await emulated.send({ method: "GET", bucket: "web-assets", query: "acl" })).status).toBe(404);
  });
}
