// What is refused, and what calls for a replacement, is known before anything is sent.
import type { Stage } from "./suite";

export function checks(stage: Stage): void {
  const { target } = stage;
  const { bad, replacements, same } = stage.life.scenario;

  test.each(bad)("refuses $name, naming the place", async ({ inputs, path, message }) => {
    const { front, emulated } = stage;
    const { failures } = await front.check(target, inputs);
    const who = front.name === "plugin" ? `${target.token} ${target.name}` : target.token;
    expect(failures).toEqual([{ property: path, reason: `${who}: ${path === "" ? "" : `${path}: `}${message}` }]);
    expect(await emulated.operations()).toEqual([]);
  });

  if (same.length > 0) {
    test.each(same)("sees no change: $name", async ({ from, to }) => {
      const { front, emulated } = stage;
      const { inputs } = await front.check(target, from);
      await front.restart();
      const { inputs: news } = await front.check(target, to, inputs);
      const recorded = { id: stage.life.ids.minimal, inputs, state: inputs };
      await expect(front.diff(target, recorded, news)).resolves.toMatchObject({ changes: false, replaces: [] });
      expect(await emulated.operations()).toEqual([]);
    });
  }

  test.each(replacements)("replaces for $name", async ({ from, to, paths }) => {
    const { front, emulated } = stage;
    const { inputs } = await front.check(target, from);
    await front.restart();
    const { inputs: news } = await front.check(target, to, inputs);
    const { keys } = stage.life;
    const id = keys.map((key) => inputs[key]).join("/");
    const difference = await front.diff(target, { id, inputs, state: inputs }, news);
    const properties = paths.map((path) => path.split(/[.[]/)[0]!);
    expect(difference).toMatchObject({
      changes: true,
      replaces: [...new Set(properties)],
      // With another id the new one can stand beside the old one.
      deleteBeforeReplace: !properties.some((property) => keys.includes(property)),
    });
    if (difference.detailed) {
      const kinds = Object.entries(difference.detailed).filter(([, kind]) => kind.endsWith("-replace"));
      expect(kinds.map(([path]) => path).sort()).toEqual([...paths].sort());
    }
    expect(await emulated.operations()).toEqual([]);
  });
}
