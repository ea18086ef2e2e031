// From create to destroy: requests are counted, and nothing changes that nobody changed.
import { FrontError } from "../fronts";
import type { Arguments } from "../scenarios";
import { checked, destroy, expectNoDiff, expectSettled, refresh, up } from "./run";
import type { Stage } from "./suite";

export function life(stage: Stage): void {
  const { target } = stage;
  const { scenario, ids, requests, untold, left } = stage.life;

  const shapes: [shape: "minimal" | "full", inputs: Arguments][] = [
    ["minimal", scenario.minimal],
    ["full", scenario.full],
  ];
  describe.each(shapes)("with %s arguments", (shape, program) => {
    const created = requests.full?.create && shape === "full" ? requests.full.create : requests.create;
    const deleted = requests.full?.delete && shape === "full" ? requests.full.delete : requests.delete;

    test("is previewed without a request, created, refreshed and destroyed, each at its price", async () => {
      const { front, emulated } = stage;
      const inputs = await checked(front, target, program);
      await front.preview?.(target, inputs);
      expect(await emulated.operations()).toEqual([]);

      const recorded = await front.create(target, inputs);
      expect(recorded.id).toBe(ids[shape]);
      expect(await emulated.operations()).toEqual(created);

      await emulated.forget();
      await expectSettled(front, target, recorded, program);
      expect(await emulated.operations()).toEqual(requests.read);
      // Nor does the next run find anything to do.
      await expectNoDiff(front, target, recorded, program);

      await emulated.forget();
      await destroy(front, target, recorded);
      expect(await emulated.operations()).toEqual(deleted);
      const after = await refresh(front, target, recorded);
      expect(after?.inputs).toEqual(left?.[shape]);
    });

    test("is created again over itself without a write, as after an interrupted run", async () => {
      const { front, emulated } = stage;
      const first = await up(front, target, program);
      await emulated.forget();
      const second = await up(front, target, program);
      expect(second).toEqual(first);
      // A bucket asks by trying: its PutBucket is refused.
      const written = (await emulated.journal()).filter(
        ({ method, status }) => method !== "GET" && method !== "HEAD" && status < 300,
      );
      expect(written).toEqual([]);
    });

    test("is deleted twice, and after its bucket is gone, without an error and without bringing the bucket back", async () => {
      const { front, emulated } = stage;
      const recorded = await up(front, target, program);
      await destroy(front, target, recorded);
      await destroy(front, target, recorded);
      await emulated.change({ bucket: "web-assets", delete: true }).catch(() => {});
      await destroy(front, target, recorded);
      expect((await emulated.send({ method: "GET", bucket: "web-assets", query: "acl" })).status).toBe(404);
    });

    test("is imported by its id alone, and the program then changes nothing that the service tells", async () => {
      const { front } = stage;
      if (!front.import) return;
      const recorded = await up(front, target, program);
      await front.restart();
      const imported = await front.import(target, recorded.id);
      if (!imported) throw new Error("nothing to import");
      expect(imported.id).toBe(recorded.id);
      await expectNoDiff(front, target, imported, imported.inputs);
      await front.restart();
      const wanted = shape === "full" ? (stage.life.importing ?? program) : program;
      const news = await checked(front, target, wanted, imported.inputs);
      const { detailed, replaces } = await front.diff(target, imported, news);
      expect(Object.keys(detailed ?? {}).sort()).toEqual([...untold[shape]].sort());
      expect(replaces).toEqual([]);
    });
  });

  test("an id that names nothing imports nothing", async () => {
    const { front } = stage;
    await stage.emulated.change({ bucket: "web-assets", delete: true }).catch(() => {});
    expect(await front.import?.(target, ids.minimal)).toBeUndefined();
  });

  if (scenario.updates.length > 0) {
    test.each(scenario.updates)("updates $name in place", async ({ name, from, to, paths }) => {
      const { front, emulated } = stage;
      const recorded = await up(front, target, from);
      await front.restart();
      await emulated.forget();
      const news = await checked(front, target, to, recorded.inputs);
      const difference = await front.diff(target, recorded, news);
      expect(difference).toMatchObject({ changes: true, replaces: [], deleteBeforeReplace: false });
      if (difference.detailed) expect(Object.keys(difference.detailed).sort()).toEqual([...paths].sort());
      await front.preview?.(target, news, recorded);
      expect(await emulated.operations()).toEqual([]);

      const updated = await front.update(target, recorded, news);
      expect(await emulated.operations()).toEqual(stage.life.exceptions?.[name]?.requests ?? requests.update);
      await expectSettled(front, target, updated, to);
    });
  }

  const servable = scenario.good.filter(({ name }) => !(name in (stage.life.unservable ?? {})));
  if (servable.length > 0) {
    test.each(servable)("the service takes $name as well, and gives it back as it was", async ({ inputs }) => {
      const recorded = await up(stage.front, target, inputs);
      await expectSettled(stage.front, target, recorded, inputs);
    });
  }

  const { conflict } = stage.life;
  if (!conflict) return;
  test("is not created over something else, which is named and left as it is", async () => {
    const { front, emulated } = stage;
    await emulated.change(conflict.change);
    const before = await front.import?.(target, ids.minimal);
    await emulated.forget();
    const error = await up(front, target, conflict.inputs).then(
      () => undefined,
      (cause) => cause,
    );
    expect(error).toBeInstanceOf(FrontError);
    expect(error.message).toContain(`differs at ${conflict.paths}; nothing was changed`);
    expect(error.message).toContain(`pulumi import granary:${target.token} NAME ${ids.minimal}`);
    expect((await emulated.journal()).every(({ method }) => method === "GET" || method === "HEAD")).toBe(true);
    expect(await front.import?.(target, ids.minimal)).toEqual(before);
  });

  if (!conflict.overwrite) return;
  test("is created over something else when overwrite says so", async () => {
    await stage.emulated.change(conflict.change);
    const program = { ...conflict.inputs, overwrite: true };
    const recorded = await up(stage.front, target, program);
    await expectSettled(stage.front, target, recorded, program);
  });
}
