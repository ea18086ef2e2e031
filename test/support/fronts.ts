// Both fronts behind one interface, so that one suite runs through both. Values are as they travel: secrets wrapped where
// the front wraps them. What the engine records between the calls (inputs and state) is handed in by the caller.
import type { Values } from "./wire";

export interface Target {
  /** "oss:BucketCors" */
  token: string;
  /** Name of the resource in the program. */
  name: string;
}

/** What the engine keeps in its state. */
export interface Recorded {
  id: string;
  inputs: Values;
  state: Values;
}

export interface Difference {
  changes: boolean;
  /** Top-level properties that need a replacement. */
  replaces: string[];
  deleteBeforeReplace: boolean;
  /** Kind of each change by its path ("update", "add-replace"); the dynamic protocol has none. */
  detailed?: Record<string, string>;
}

export interface Front {
  readonly name: "plugin" | "dynamic";
  check(
    target: Target,
    news: Values,
    olds?: Values,
  ): Promise<{ inputs: Values; failures: { property: string; reason: string }[] }>;
  /** What `pulumi up` asks. */
  diff(target: Target, old: Recorded, news: Values): Promise<Difference>;
  /** State after a create or, with `old`, an update that does not happen. The dynamic protocol has none. */
  preview?(target: Target, news: Values, old?: Recorded): Promise<Values>;
  create(target: Target, inputs: Values): Promise<Recorded>;
  /** Undefined: confirmed to be gone. */
  read(target: Target, recorded: Recorded): Promise<Recorded | undefined>;
  /** `pulumi import`: by the id alone. The dynamic protocol has none. */
  import?(target: Target, id: string): Promise<Recorded | undefined>;
  update(target: Target, old: Recorded, news: Values): Promise<Recorded>;
  delete(target: Target, old: Recorded): Promise<void>;
  /** What it told the user since the last restart. */
  messages(): string[];
  /** A new process, as for every operation of the engine: it remembers nothing. `more` is added to its configuration. */
  restart(more?: Values): Promise<void>;
  stop(): Promise<void>;
}

/** A failed call of either front. */
export class FrontError extends Error {
  override readonly name = "FrontError";
  constructor(
    message: string,
    /** What a half-done create or update hands over to be kept. */
    readonly partial?: { id: string; state: Values; reasons: string[] },
  ) {
    super(message);
  }
}
