// What the service can't or won't do is an error with operation, code and request id; never "gone", never a success, and
// what is recorded stays so that the next run finishes the work.
import type { Fault } from "../emulated";
import { FrontError, type Recorded } from "../fronts";
import { costliest } from "../lives/life";
import { destroy, expectSettled, refresh, up } from "./run";
import type { Stage } from "./suite";

const FAULTS: [name: string, fault: Fault, said: string, identified: boolean][] = [
  ["403 AccessDenied", { code: "AccessDenied", status: 403 }, "AccessDenied (403)", true],
  ["500 InternalError", { code: "InternalError", status: 500 }, "InternalError (500)", true],
  ["nothing, for the connection breaks", { reset: true }, "the connection broke (127.0.0.1:", false],
  ["200 and garbage", { garbled: true }, "the answer (200) is not as documented", true],
];

export function failures(stage: Stage): void {
  const { target } = stage;
  const creating = costliest(stage.life);
  const { requests, scenario } = stage.life;
  const each = (operations: readonly string[]) =>
    [...new Set(operations)].flatMap((operation) =>
      FAULTS.map(([name, ...rest]) => [operation, name, ...rest] as const),
    );

  async function expectFailure(work: Promise<unknown>, operation: string, said: string, identified: boolean) {
    const error = await work.then(
      (value) => {
        throw new Error(`a success: ${JSON.stringify(value)}`);
      },
      (cause: FrontError) => cause,
    );
    expect(error).toBeInstanceOf(FrontError);
    expect(error.message).toMatch(new RegExp(`^${operation}( on .+?)?: `));
    expect(error.message).toContain(said);
    if (identified) {
      const asked = (await stage.emulated.journal()).filter((request) => request.operation === operation);
      expect(error.message).toContain(`request ${asked[asked.length - 1]?.requestId}`);
    }
    expect(await stage.emulated.faults()).toEqual([]);
    return error;
  }

  describe("on create", () => {
    test.each(each(creating.operations))("%s answers %s", async (operation, _, fault, said, identified) => {
      const { front, emulated } = stage;
      await emulated.fault({ operation, ...fault });
      const error = await expectFailure(up(front, target, creating.program), operation, said, identified);
      // Half done is kept by the engine, which then updates; otherwise it creates again.
      const half = error.partial;
      const kept: Recorded | undefined = half && { id: half.id, inputs: creating.program, state: half.state };
      await front.restart();
      const { inputs } = await front.check(target, creating.program, kept?.inputs);
      const whole = kept ? await front.update(target, kept, inputs) : await front.create(target, inputs);
      await expectSettled(front, target, whole, creating.program);
    });
  });

  if (requests.read.length > 0) {
    describe("on refresh", () => {
      test.each(each(requests.read))("%s answers %s", async (operation, _, fault, said, identified) => {
        const { front, emulated } = stage;
        const recorded = await up(front, target, scenario.full);
        await emulated.fault({ operation, ...fault });
        await expectFailure(refresh(front, target, recorded), operation, said, identified);
        await expectSettled(front, target, recorded, scenario.full);
      });
    });
  }

  const update = scenario.updates[0];
  if (update && requests.update.length > 0) {
    const operations = stage.life.exceptions?.[update.name]?.requests ?? requests.update;
    describe(`on update (${update.name})`, () => {
      test.each(each(operations))("%s answers %s", async (operation, _, fault, said, identified) => {
        const { front, emulated } = stage;
        const recorded = await up(front, target, update.from);
        await emulated.fault({ operation, ...fault });
        await expectFailure(up(front, target, update.to, recorded), operation, said, identified);
        const whole = await up(front, target, update.to, recorded);
        await expectSettled(front, target, whole, update.to);
      });
    });
  }

  if (requests.delete.length > 0) {
    describe("on delete", () => {
      test.each(each(requests.delete))("%s answers %s", async (operation, _, fault, said, identified) => {
        const { front, emulated } = stage;
        const recorded = await up(front, target, scenario.minimal);
        await emulated.fault({ operation, ...fault });
        await expectFailure(destroy(front, target, recorded), operation, said, identified);
        await destroy(front, target, recorded);
        expect((await refresh(front, target, recorded))?.inputs).toEqual(stage.life.left?.minimal);
      });
    });
  }
}
