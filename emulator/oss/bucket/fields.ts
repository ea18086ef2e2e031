/** Checks of single XML elements, and how a bad one is answered. */
import { fail, invalidArgument, type OssFailure } from "../errors";

/**
 * 400 MalformedXML whose ErrorDetail names what is wrong, as the service does for a body that parses but does not
 * follow its schema ("Action is missing" for a lifecycle rule without an action).
 */
export function malformed(detail: string): OssFailure {
  return fail("MalformedXML", { ErrorDetail: detail });
}

/** The element must be there; it may be empty. */
export function present<T>(value: T | undefined, element: string): T {
  if (value === undefined) {
    throw malformed(`${element} is missing`);
  }
  return value;
}

/** The element must be there and not empty. */
export function filled(value: string | undefined, element: string): string {
  if (value === undefined || value === "") {
    throw malformed(`${element} is missing`);
  }
  return value;
}

/** Exactly `true` or `false`; undefined stays undefined. */
export function exactBoolean(value: string | undefined, element: string): boolean | undefined {
  if (value === undefined) {
    return undefined;
  }
  if (value !== "true" && value !== "false") {
    throw malformed(`${element} must be true or false`);
  }
  return value === "true";
}

/** The same in any case: the vendor's Python SDK writes True and False into lifecycle rules, websites and inventories. */
export function boolean(value: string | undefined, element: string): boolean | undefined {
  return exactBoolean(value?.toLowerCase(), element);
}

/** One of the listed words, else 400 InvalidArgument. */
export function word<const W extends string>(value: string, element: string, words: readonly W[]): W {
  const found = words.find((w) => w === value);
  if (found === undefined) {
    throw invalidArgument(element, value, `${element} must be one of ${words.join(", ")}.`);
  }
  return found;
}

/** A whole number from `least` on, else 400 InvalidArgument. */
export function wholeNumber(value: string, element: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
  const number = Number(value);
  if (!/^[0-9]{1,15}$/.test(value) || number < least || number > most) {
    throw invalidArgument(element, value, `${element} must be a whole number, at least ${least}.`);
  }
  return number;
}

/** Length in bytes of UTF-8, the unit of most limits of OSS. */
export function bytes(text: string): number {
  return Buffer.byteLength(text, "utf8");
}
