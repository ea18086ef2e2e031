/** The user's own mistake, or something that the user has to provide: exit code 2. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** A signal ended the command: exit code 130 (SIGINT) or 143 (SIGTERM). */
export class Interrupted extends Error {
  override name = "Interrupted";
  constructor(readonly signal: "SIGINT" | "SIGTERM") {
    super(`ended by ${signal}`);
  }
  get exitCode(): number {
    return this.signal === "SIGINT" ? 130 : 143;
  }
}
