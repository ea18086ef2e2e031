// What the engine says about reads that failed.
import type { Diagnostic } from "../stack/types";
import type { Unread } from "./types";

/** Of a resource that was neither read nor complained about. */
export const SILENT = "the engine did not report on it";

/** URN -> the first error that is told of it. */
export function errorsAt(diagnostics: readonly Diagnostic[]): Map<string, string> {
  const said = new Map<string, string>();
  for (const { severity, urn, message } of diagnostics) {
    if (severity === "error" && urn && !said.has(urn)) said.set(urn, message);
  }
  return said;
}

/** Errors that are not told at one of these resources: about the run as a whole, providers, resources that are only read. */
export function otherErrors(diagnostics: readonly Diagnostic[], told: ReadonlySet<string>): string[] {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const others = errors.filter(({ urn }) => !urn || !told.has(urn)).map(({ message }) => message);
  // The engine's closing words about errors that are told at their resources.
  const closing = (message: string) =>
    errors.some(({ urn }) => urn) && /^(preview|refresh|update) failed$/.test(message);
  return [...new Set(others.filter((message) => !closing(message)))];
}

/** What keeps an answer from coming, as Granary's messages say it, and the code that reads of its own give it. */
const WITHOUT_CODE: readonly [RegExp, string][] = [
  [/: connection refused\b/, "refused"],
  [/: the host name does not resolve\b/, "unknown-host"],
  [/: no answer in time\b/, "timeout"],
  [/: the connection broke\b/, "reset"],
  [/: no trusted TLS connection\b/, "tls"],
  [/: the answer (\(\d{3}\) )?is not as documented\b/, "garbled answer"],
];

/** Granary's own form: `GetBucketCors on shop: AccessDenied (403) text; request 5C06A3B67B8B5A3DA422299D; advice`. */
export function codesIn(message: string): Pick<Unread, "code" | "requestId"> {
  const code = /: ([A-Za-z][\w.-]*) \(\d{3}\)/.exec(message)?.[1];
  const other = WITHOUT_CODE.find(([text]) => text.test(message))?.[1];
  return { code: code ?? other ?? "unknown", requestId: /; request ([0-9A-F]{24})\b/.exec(message)?.[1] };
}
