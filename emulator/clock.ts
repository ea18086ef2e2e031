/** The emulator's clock: the machine's, shifted through the control API. */
export interface Clock {
  now(): Date;
  /** Milliseconds that the emulator is ahead of the machine. */
  offset(): number;
  setOffset(ms: number): void;
}

export function createClock(): Clock {
  let offset = 0;
  return {
    now: () => new Date(Date.now() + offset),
    offset: () => offset,
    setOffset: (ms) => {
      offset = ms;
    },
  };
}
