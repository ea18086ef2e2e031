// How a documented error is written down: with the line of the document, where the provider meets it, how a test makes the
// emulator answer it, and what the user then sees.
import type { Values } from "../wire";

/** Where the provider calls the operation. */
export type Step = "create" | "read" | "update" | "delete" | "invoke";

/**
 * How the operation comes to answer the code. By a real condition: "gone": the bucket is deleted first. "bare": nothing is
 * configured. "stranger": another account asks. "bad": the arguments are wrong, and no check is in front. Any other name
 * is one of the conditions of the test. Or "fault": the emulator is told to answer it.
 */
export type How = "gone" | "bare" | "stranger" | "bad" | "fault" | `condition: ${string}`;

/** "absent": a read finds nothing. "done": the step succeeds. Else the advice at the end of the message. */
export type Seen = "absent" | "done" | { advice: string };

export interface DocumentedError {
  code: string;
  status: number;
  line: number;
  how: How;
  seen: Seen;
  /** Arguments in place of the meeting's. */
  inputs?: Values;
}

export interface Meeting {
  /** As the document calls it. */
  operation: string;
  /** As the emulator calls it, where that differs. */
  as?: string;
  token: string;
  step: Step;
  inputs: Values;
  /** Arguments of an update. */
  changed?: Values;
  errors: DocumentedError[];
}

export const bucket = "web";
export const ABSENT = "absent";
export const DONE = "done";
export const advice = (text: string): Seen => ({ advice: text });
export const error = (
  code: string,
  status: number,
  line: number,
  how: How,
  seen: Seen,
  inputs?: Values,
): DocumentedError => ({
  code,
  status,
  line,
  how,
  seen,
  inputs,
});
export const denied = (line: number, action: string, how: How = "stranger"): DocumentedError =>
  error("AccessDenied", 403, line, how, advice(`give the key permission oss:${action} (RAM policy`));
export const gone = (line: number, seen: Seen): DocumentedError => error("NoSuchBucket", 404, line, "gone", seen);
export const NO_BUCKET = advice("check the bucket's name, region and account, or run pulumi refresh if it was deleted");
export const digest = (line: number): DocumentedError =>
  error(
    "InvalidDigest",
    400,
    line,
    "fault",
    advice("the request was changed on its way: check the network and any proxy"),
  );

export const meet = (
  operation: string,
  token: string,
  step: Step,
  inputs: Values,
  errors: DocumentedError[],
  more: Partial<Meeting> = {},
): Meeting => ({ operation, token: `oss:${token}`, step, inputs, errors, ...more });
