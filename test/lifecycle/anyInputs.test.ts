// Whatever a document may hold: it is made, found as it was made, changed into another one, taken over without a write,
// imported and removed, and never is there a difference that nobody made.
import fc from "fast-check";
import { granary } from "../../provider";
import { formatProblem } from "../../provider/kit/check";
import { findResource } from "../../provider/kit/define";
import { createLifecycle } from "../../provider/kit/lifecycle";
import { shapeAt, shapeOf } from "../../provider/kit/shape";
import { type Emulated, startEmulated } from "../support/emulated";
import { legal } from "../support/legal";
import { twoBuckets } from "../support/lives/life";
import type { Values } from "../support/wire";

const context = { signal: new AbortController().signal, progress: () => {} };

let oss: Emulated;
beforeAll(async () => {
  oss = await startEmulated();
});
afterAll(() => oss.stop());

/** Each step in a run of its own. */
const life = () => createLifecycle(granary, { oss: oss.config });

async function checked(token: string, news: Values, olds?: Values): Promise<Values> {
  const { inputs, problems } = await life().check({ token, news, olds });
  expect(problems.map(formatProblem)).toEqual([]);
  return inputs;
}

test.each(legal)(
  "$token",
  async ({ token, inputs }) => {
    const shape = shapeOf(findResource(granary, token)!.inputs);
    const changes = (id: string, from: Values, to: Values) =>
      life()
        .diff(token, id, from, to)
        .changes.map(({ path }) => path);
    const writes = async () => (await oss.journal()).filter(({ method }) => method !== "GET").length;

    async function settled(id: string, state: Values, recorded: Values): Promise<void> {
      const live = await life().read(token, id, context, state, recorded);
      expect(live?.inputs).toEqual(recorded);
      expect(live?.state).toEqual(state);
      expect(changes(id, live!.inputs, await checked(token, recorded, recorded))).toEqual([]);
    }

    await fc.assert(
      fc.asyncProperty(inputs, inputs, async (one, other) => {
        oss.reset();
        await twoBuckets(oss);
        const recorded = await checked(token, one);
        const made = await life().create(token, recorded, context);
        await settled(made.id, made.state, recorded);

        await oss.forget();
        expect(await life().create(token, recorded, context)).toEqual(made);
        expect(await writes()).toBe(0);

        const imported = (await life().read(token, made.id, context))!.inputs;
        expect(changes(made.id, imported, await checked(token, imported, imported))).toEqual([]);
        const untold = changes(made.id, imported, await checked(token, one, imported));
        expect(untold.filter((path) => !shapeAt(shape, path)?.marks.lossy)).toEqual([]);

        const news = await checked(token, other, recorded);
        await settled(made.id, await life().update(token, made.state, news, context), news);
        await life().remove(token, made.id, made.state, context);
        const left = await life().read(token, made.id, context, made.state, news);
        expect(changes(made.id, left?.inputs ?? {}, { bucket: "web-assets" })).toEqual(left ? [] : expect.anything());
      }),
      { numRuns: 40 },
    );
  },
  120_000,
);
