/** Faults that the next matching requests meet. */

export interface Fault {
  /** Matches when every one of these that is given equals the request's. */
  operation?: string;
  bucket?: string;
  method?: string;
  /** How many requests it hits; default 1. */
  times?: number;

  /** Wait this long first. */
  delayMs?: number;
  /** Answer with this error code (default by status: InternalError) and status (default 500). */
  code?: string;
  status?: number;
  /** Answer 200 with a body that is no XML. */
  garbled?: boolean;
  /** Destroy the socket without an answer. */
  reset?: boolean;
  /** Do the work before any of the above: the answer is lost, the effect stays. */
  afterApply?: boolean;
}

export interface Faults {
  add(fault: Fault): void;
  list(): readonly Fault[];
  clear(): void;
  /** The first fault that matches; counts it. */
  take(request: { operation: string; bucket?: string; method: string }): Fault | undefined;
}

export function createFaults(): Faults {
  let faults: (Fault & { times: number })[] = [];
  return {
    add: (fault) => {
      faults.push({ ...fault, times: fault.times ?? 1 });
    },
    list: () => faults,
    clear: () => {
      faults = [];
    },
    take: (request) => {
      const fault = faults.find(
        (each) =>
          (each.operation === undefined || each.operation === request.operation) &&
          (each.bucket === undefined || each.bucket === request.bucket) &&
          (each.method === undefined || each.method === request.method),
      );
      if (fault !== undefined) {
        fault.times -= 1;
        faults = faults.filter((each) => each.times > 0);
      }
      return fault;
    },
  };
}
