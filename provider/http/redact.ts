/**
 * The one place that takes secrets out of text. Error messages pass through it when they are made,
 * and so does everything that is logged.
 */

const HIDDEN = "[redacted]";

/** Shorter values would blank ordinary words out of a message. */
const SHORTEST_SECRET = 4;

const registered = new Set<string>();

/**
 * Makes `redact` remove this value wherever it appears, also in its URL-encoded form.
 * Values shorter than 4 characters are ignored: they would blank out ordinary text.
 */
export function registerSecret(value: string | undefined): void {
  if (value === undefined || value.length < SHORTEST_SECRET) return;
  registered.add(value);
  registered.add(encodeURIComponent(value));
}

/** A name that says "what follows is secret", in any of the spellings of headers, queries, JSON, XML and environment. */
const SECRET_NAME = [
  "authorization",
  "proxy-authorization",
  "x-oss-security-token",
  "security-?_?token",
  "session-?_?token",
  "x-oss-signature",
  "signature",
  "signature-?provided",
  "access-?_?key-?_?secret",
  "secret-?_?access-?_?key",
  "secret-?_?key",
  "private-?_?key",
  "password",
].join("|");

const PATTERNS: readonly [pattern: RegExp, replacement: string][] = [
  [/-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----[\s\S]*?(?:-----END \1-----|$)/g, `-----BEGIN $1----- ${HIDDEN}`],
  // An Authorization value, with or without its header name: V4, then V1.
  [/OSS4-HMAC-SHA256 Credential=[^\r\n"';]*/g, `OSS4-HMAC-SHA256 ${HIDDEN}`],
  [/\bOSS [A-Za-z0-9._-]+:[A-Za-z0-9+/]{16,}={0,2}/g, `OSS ${HIDDEN}`],
  [/\b(Bearer|Basic) [A-Za-z0-9._~+/=-]{16,}/g, `$1 ${HIDDEN}`],
  // <SignatureProvided>...</SignatureProvided>, <StringToSign>...</StringToSign>
  [
    /<(SignatureProvided|StringToSign|StringToSignBytes|CanonicalRequest|SecurityToken|AccessKeySecret)>[^<]*/gi,
    `<$1>${HIDDEN}`,
  ],
  // accessKeySecret: "value" in JSON and JavaScript, including names with a prefix such as "OSS_ACCESS_KEY_SECRET"
  [
    new RegExp(`((?:\\b|_)(?:${SECRET_NAME})["']?\\s*:\\s*)(["'])(?:\\\\.|(?!\\2)[^\\\\])*\\2`, "gi"),
    `$1$2${HIDDEN}$2`,
  ],
  // name=value, as in queries and environments
  [new RegExp(`((?:\\b|_)(?:${SECRET_NAME})=)(?!["']?\\[redacted\\])["']?[^\\s&"',;<]+["']?`, "gi"), `$1${HIDDEN}`],
  // Header: value. Only for names that no sentence holds ("accessKeySecret: not set" is prose).
  [
    /\b((?:proxy-)?authorization|x-oss-security-token|x-oss-signature)(:)(?![ \t]*(?:["']|(?:\S+ )?\[redacted\]))[^\r\n"';]+/gi,
    `$1$2 ${HIDDEN}`,
  ],
];

/**
 * The text without access key secrets, tokens, signatures, `Authorization` values, private keys (PEM) and every value
 * given to `registerSecret`. Applying it twice gives the same text.
 */
export function redact(text: string): string {
  let clean = text;
  // The longest first, so that a secret which contains another one leaves no tail behind.
  for (const secret of [...registered].sort((a, b) => b.length - a.length)) clean = clean.replaceAll(secret, HIDDEN);
  for (const [pattern, replacement] of PATTERNS) clean = clean.replace(pattern, replacement);
  return clean;
}
