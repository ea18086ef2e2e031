// The engine's part: what `pulumi up`, `refresh` and `destroy` ask of a provider for one resource, each in a run of its own.
import type { Front, Recorded, Target } from "../fronts";
import { reveal, type Values } from "../wire";

/** One run: check, diff, then a create or an update where the diff calls for one. */
export async function up(front: Front, target: Target, program: Values, old?: Recorded): Promise<Recorded> {
  await front.restart();
  const news = await checked(front, target, program, old?.inputs);
  if (!old) return front.create(target, news);
  const difference = await front.diff(target, old, news);
  if (difference.replaces.length > 0) throw new Error(`a replacement for ${difference.replaces.join(", ")}`);
  return difference.changes ? front.update(target, old, news) : old;
}

export async function checked(front: Front, target: Target, program: Values, olds?: Values): Promise<Values> {
  const { inputs, failures } = await front.check(target, program, olds);
  expect(failures).toEqual([]);
  return inputs;
}

/** Undefined: gone. */
export async function refresh(front: Front, target: Target, old: Recorded): Promise<Recorded | undefined> {
  await front.restart();
  return front.read(target, old);
}

export async function destroy(front: Front, target: Target, old: Recorded): Promise<void> {
  await front.restart();
  await front.delete(target, old);
}

/** No difference between what is recorded and the program. */
export async function expectNoDiff(front: Front, target: Target, recorded: Recorded, program: Values): Promise<void> {
  const news = await checked(front, target, program, recorded.inputs);
  const difference = await front.diff(target, recorded, news);
  expect(difference).toEqual({
    changes: false,
    replaces: [],
    deleteBeforeReplace: false,
    ...(front.name === "plugin" && { detailed: {} }),
  });
}

/** A refresh finds everything as it is recorded. */
export async function expectSettled(front: Front, target: Target, recorded: Recorded, program: Values): Promise<void> {
  const live = await refresh(front, target, recorded);
  expect(live).toEqual(recorded);
  await expectNoDiff(front, target, recorded, program);
}

/** What the recorded inputs say, for comparisons with literals. */
export const inputsOf = (recorded: Recorded | undefined): unknown => reveal(recorded?.inputs);
