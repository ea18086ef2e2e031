// Errors that the kit itself raises or understands. Services raise their own; the kit passes their messages on.

import type { Path } from "./path";

/** The resource exists but is not right yet: the state is saved and the next run updates it. */
export class PartialFailure extends Error {
  override readonly name = "PartialFailure";
  /** Where the outputs are secret. */
  secrets: Path[] = [];
  constructor(
    readonly id: string,
    readonly reasons: string[],
    /** Outputs known so far. */
    readonly outputs: Record<string, unknown> = {},
    options?: ErrorOptions,
  ) {
    super(reasons.join("; "), options);
  }
}

/** A create found something else in its place. Nothing was changed. */
export class AlreadyExists extends Error {
  override readonly name = "AlreadyExists";
}

/** A request that the engine should never make; a defect of Granary or of the caller. */
export class ProviderBug extends Error {
  override readonly name = "ProviderBug";
  constructor(message: string, options?: ErrorOptions) {
    super(`${message}. This is a defect of Granary; please report it with the steps that led here.`, options);
  }
}
