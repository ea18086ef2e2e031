// Tests of one's own that run through both fronts against an emulator of their own.
import { type Emulated, startEmulated } from "../emulated";
import { startDynamicFront } from "../frontDynamic";
import { startPluginFront } from "../frontPlugin";
import type { Front } from "../fronts";

export interface Both {
  emulated: Emulated;
  front: Front;
}

/** Before each test the emulator is empty and the front remembers nothing. */
export function bothFronts(tests: (both: Both) => void, more?: Parameters<typeof startEmulated>[0]): void {
  let emulated: Emulated;
  beforeAll(async () => {
    emulated = await startEmulated(more);
  });
  afterAll(() => emulated.stop());

  describe.each([
    ["plugin", startPluginFront],
    ["dynamic", startDynamicFront],
  ] as const)("%s front", (_, start) => {
    let front: Front;
    beforeAll(async () => {
      front = await start(emulated.config);
    });
    afterAll(() => front.stop());
    beforeEach(async () => {
      emulated.reset();
      await front.restart();
    });
    tests({
      get emulated() {
        return emulated;
      },
      get front() {
        return front;
      },
    });
  });
}
