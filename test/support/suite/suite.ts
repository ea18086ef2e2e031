// Every resource through both fronts: one suite over the tables of test/support/scenarios and test/support/lives.
import { type Emulated, SECRET_KEY, startEmulated, TOKEN } from "../emulated";
import { startDynamicFront } from "../frontDynamic";
import { startPluginFront } from "../frontPlugin";
import type { Front, Target } from "../fronts";
import { type Life, twoBuckets } from "../lives/life";
import { checks } from "./checks";
import { drift } from "./drift";
import { failures } from "./failures";
import { life } from "./life";
import { lostAnswers } from "./lostAnswers";

/** What every part of the suite works with. */
export interface Stage {
  life: Life;
  target: Target;
  emulated: Emulated;
  front: Front;
}

const fronts = [
  ["plugin", startPluginFront],
  ["dynamic", startDynamicFront],
] as const;

export function runLives(lives: readonly Life[]): void {
  let emulated: Emulated;
  beforeAll(async () => {
    emulated = await startEmulated();
  });
  afterAll(() => emulated.stop());

  describe.each(fronts)("%s front", (_, start) => {
    let front: Front;
    /** Everything that the front gave back or said. */
    let seen: string;
    beforeAll(async () => {
      seen = "";
      front = watched(await start(emulated.config), (text) => {
        seen += text;
      });
    });
    afterAll(() => front.stop());

    describe.each(lives.map((each) => [each.scenario.token, each] as const))("%s", (token, each) => {
      const stage: Stage = {
        life: each,
        target: { token, name: "subject" },
        get emulated() {
          return emulated;
        },
        get front() {
          return front;
        },
      };
      afterEach(async () => {
        seen += JSON.stringify(await emulated.journal());
      });

      describe("before anything is sent", () => {
        beforeEach(async () => {
          emulated.reset();
          await front.restart();
        });
        checks(stage);
      });

      describe("on a service", () => {
        let stop: (() => void) | undefined;
        beforeEach(async () => {
          emulated.reset();
          await front.restart();
          await (each.prepare ?? twoBuckets)(emulated);
          await emulated.forget();
          stop = each.during?.(emulated);
        });
        afterEach(() => stop?.());
        life(stage);
        drift(stage);
        failures(stage);
        lostAnswers(stage);
      });
    });

    test("no key and no token is in any message, state or request that was noted down", () => {
      expect(seen.length).toBeGreaterThan(10_000);
      expect(seen).not.toContain(SECRET_KEY);
      expect(seen).not.toContain(TOKEN);
    });
  });
}

/** The same front, with everything that comes out of it noted down. */
function watched(front: Front, note: (text: string) => void): Front {
  return new Proxy(front, {
    get(object, name) {
      const value = object[name as keyof Front] as unknown;
      if (typeof value !== "function") return value;
      return async (...args: unknown[]) => {
        try {
          const result = await value.apply(object, args);
          note(JSON.stringify(result) ?? "");
          return result;
        } catch (error) {
          note(JSON.stringify({ ...(error as Error), message: (error as Error).message }));
          throw error;
        }
      };
    },
  });
}
