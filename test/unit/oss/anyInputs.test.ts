// No perpetual differences: whatever OSS takes, and however it writes it down, an answer shows no drift and an import gives
// what the program says.
import fc from "fast-check";
import { granary } from "../../../provider";
import { formatProblem, problems } from "../../../provider/kit/check";
import { findResource } from "../../../provider/kit/define";
import { diff } from "../../../provider/kit/diff";
import { liveInputs } from "../../../provider/kit/observe";
import { shapeAt, shapeOf } from "../../../provider/kit/shape";
import { legal } from "../../support/legal";
import { rewrittenJson, rewrittenXml } from "../../support/legal/rewrite";
import type { Arguments } from "../../support/scenarios";
import { fakeClient } from "./fakeClient";

describe.each(legal)("$token", ({ token, get, put, inputs }) => {
  const definition = findResource(granary, token)!;
  const shape = shapeOf(definition.inputs);
  const told: string[] = [];
  const context = { signal: new AbortController().signal, progress: (message: string) => told.push(message) };
  const complaints = (values: Arguments) => problems(definition.inputs, values, definition.rules).map(formatProblem);
  const prepared = async (values: Arguments): Promise<Arguments> =>
    (await definition.prepare?.(values, undefined)) ?? values;

  async function answered(values: Arguments, seed: number): Promise<Arguments> {
    const { client, asked } = fakeClient();
    await definition.apply(client, values, context, {});
    const body = asked.find(({ operation }) => operation === put)?.body as string;
    const answer = body.startsWith("<") ? rewrittenXml(body, seed) : rewrittenJson(body, seed);
    const live = await definition.observe(fakeClient({ [get]: answer }).client, values, context);
    if (!live) throw new Error(`taken for not configured: ${answer}`);
    return live;
  }

  const differing = (from: Arguments, to: Arguments) => diff(shape, from, to).map(({ path }) => path);

  /** Whether there is a difference that OSS tells of. */
  const visible = (from: Arguments, to: Arguments) =>
    differing(from, to).some((path) => !shapeAt(shape, path)?.marks.lossy);

  test("an answer that means what was sent shows no drift, and is not said to hold more", async () => {
    await fc.assert(
      fc.asyncProperty(inputs, fc.nat(), async (program, seed) => {
        expect(complaints(program)).toEqual([]);
        const recorded = await prepared(program);
        const live = liveInputs(shape, await answered(recorded, seed), recorded);
        expect(differing(live, recorded)).toEqual([]);
        expect(live).toEqual(recorded);
        expect(told).toEqual([]);
      }),
    );
  });

  test("an import gives arguments that are taken, and that the program does not change", async () => {
    await fc.assert(
      fc.asyncProperty(inputs, fc.nat(), async (program, seed) => {
        const recorded = await prepared(program);
        const imported = liveInputs(shape, await answered(recorded, seed));
        expect(complaints(imported)).toEqual([]);
        expect(differing(imported, await prepared(imported))).toEqual([]);
        expect(visible(imported, recorded)).toBe(false);
      }),
    );
  });

  test("other arguments are a difference, in both directions, and so is an answer that says them", async () => {
    await fc.assert(
      fc.asyncProperty(inputs, inputs, fc.nat(), async (one, other, seed) => {
        const [from, to] = [await prepared(one), await prepared(other)];
        expect(differing(from, to).length > 0).toBe(differing(to, from).length > 0);
        const live = liveInputs(shape, await answered(from, seed), to);
        expect(visible(live, to)).toBe(visible(from, to));
      }),
    );
  });
});
