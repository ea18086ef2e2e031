// The service does the work and the answer is lost. Done again, by the client itself or in the next run, it converges.
import { FrontError, type Recorded } from "../fronts";
import { costliest } from "../lives/life";
import { destroy, expectSettled, refresh, up } from "./run";
import type { Stage } from "./suite";

const writes = (operations: readonly string[]) =>
  [...new Set(operations)].filter((name) => !/^(Get|Head|List)/.test(name));
/** Where an operation is asked for several times, the first ones are refused as usual: the last one's answer is lost. */
const lost = (operation: string, operations: readonly string[]) => ({
  operation,
  reset: true,
  afterApply: true,
  times: operations.filter((each) => each === operation).length,
});

export function lostAnswers(stage: Stage): void {
  const { target } = stage;
  const creating = costliest(stage.life);
  const { requests, scenario, unrepeatable = [] } = stage.life;

  async function failed(work: Promise<unknown>): Promise<FrontError> {
    const error = await work.then(
      () => undefined,
      (cause) => cause,
    );
    expect(error).toBeInstanceOf(FrontError);
    return error;
  }

  test.each(writes(creating.operations))(
    "create: the answer of %s is lost, the next run converges",
    async (operation) => {
      const { front, emulated } = stage;
      await emulated.fault(lost(operation, creating.operations));
      const { partial } = await failed(up(front, target, creating.program));
      const kept: Recorded | undefined = partial && { id: partial.id, inputs: creating.program, state: partial.state };
      await front.restart();
      const { inputs } = await front.check(target, creating.program, kept?.inputs);
      const whole = kept ? await front.update(target, kept, inputs) : await front.create(target, inputs);
      await expectSettled(front, target, whole, creating.program);
    },
  );

  const repeatable = (operations: readonly string[]) =>
    writes(operations).filter((name) => !unrepeatable.includes(name));
  const patient = { maxAttempts: 3 };

  if (repeatable(creating.operations).length > 0) {
    test.each(repeatable(creating.operations))(
      "create: the answer of %s is lost, the same run succeeds",
      async (operation) => {
        const { front, emulated } = stage;
        await front.restart(patient);
        const { inputs } = await front.check(target, creating.program);
        await emulated.fault(lost(operation, creating.operations));
        const whole = await front.create(target, inputs);
        expect(await emulated.faults()).toEqual([]);
        await expectSettled(front, target, whole, creating.program);
      },
    );
  }

  const update = scenario.updates[0];
  const updating = update ? (stage.life.exceptions?.[update.name]?.requests ?? requests.update) : [];
  if (update && writes(updating).length > 0) {
    test.each(writes(updating))("update: the answer of %s is lost, the next run converges", async (operation) => {
      const { front, emulated } = stage;
      const recorded = await up(front, target, update.from);
      await emulated.fault(lost(operation, updating));
      await failed(up(front, target, update.to, recorded));
      const whole = await up(front, target, update.to, recorded);
      await expectSettled(front, target, whole, update.to);
    });
  }
  if (update && repeatable(updating).length > 0) {
    test.each(repeatable(updating))("update: the answer of %s is lost, the same run succeeds", async (operation) => {
      const { front, emulated } = stage;
      const recorded = await up(front, target, update.from);
      await front.restart(patient);
      const { inputs } = await front.check(target, update.to, recorded.inputs);
      await emulated.fault(lost(operation, updating));
      const whole = await front.update(target, recorded, inputs);
      expect(await emulated.faults()).toEqual([]);
      await expectSettled(front, target, whole, update.to);
    });
  }

  if (writes(requests.delete).length > 0) {
    test.each(writes(requests.delete))(
      "delete: the answer of %s is lost, the next run converges",
      async (operation) => {
        const { front, emulated } = stage;
        const recorded = await up(front, target, scenario.minimal);
        await emulated.fault(lost(operation, requests.delete));
        await failed(destroy(front, target, recorded));
        await destroy(front, target, recorded);
        expect((await refresh(front, target, recorded))?.inputs).toEqual(stage.life.left?.minimal);
      },
    );

    test.each(writes(requests.delete))("delete: the answer of %s is lost, the same run succeeds", async (operation) => {
      const { front, emulated } = stage;
      const recorded = await up(front, target, scenario.minimal);
      await front.restart(patient);
      await emulated.fault(lost(operation, requests.delete));
      await front.delete(target, recorded);
      expect(await emulated.faults()).toEqual([]);
      expect((await refresh(front, target, recorded))?.inputs).toEqual(stage.life.left?.minimal);
    });
  }
}
