// Lists of rules that OSS takes: CORS, lifecycle, website.
import fc from "fast-check";
import { anyText, listed, optionally, repeating, someText } from "./texts";

const HEADER = /[<>&'"\r\n\t]/;

const corsRule = optionally(
  {
    allowedOrigins: repeating(listed(1), 1),
    allowedMethods: repeating(fc.constantFrom("GET", "PUT", "POST", "DELETE", "HEAD"), 1),
    allowedHeaders: repeating(listed(1, HEADER), 0),
    exposeHeaders: repeating(listed(0, HEADER), 0),
    maxAgeSeconds: fc.integer({ min: 0, max: 999_999_999 }),
  },
  ["allowedOrigins", "allowedMethods"],
);

export const cors = optionally(
  { rules: fc.array(corsRule, { minLength: 1, maxLength: 4 }), responseVary: fc.boolean() },
  ["rules"],
);

const days = fc.integer({ min: 1, max: 50_000 });
const date = fc
  .tuple(fc.integer({ min: 2000, max: 2099 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, "0")).join("-"))
  .chain((day) => fc.constantFrom(day, `${day}T00:00:00Z`, `${day}T00:00:00.000Z`));
const when = fc.oneof(fc.record({ days }), fc.record({ createdBeforeDate: date }));

const tag = fc.record({ key: someText, value: anyText });
const tags = fc.uniqueArray(tag, { maxLength: 3, selector: ({ key }) => key });

/** Colder classes later, and expiry last: days that grow from one to the next. */
const steps = (classes: string[]) =>
  fc
    .tuple(fc.subarray(classes), fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 4, maxLength: 4 }))
    .map(([chosen, gaps]) => {
      const at = gaps.map((_, index) => gaps.slice(0, index + 1).reduce((sum, gap) => sum + gap, 0));
      return { moves: chosen.map((storageClass, index) => ({ storageClass, days: at[index]! })), last: at[3]! };
    });

const actions = fc
  .tuple(
    steps(["IA", "Archive", "Cold Archive"]),
    steps(["IA", "Archive"]),
    fc.record({ marker: fc.constantFrom(undefined, false), when, alone: fc.boolean() }),
    fc.shuffledSubarray(["expiration", "transitions", "abort", "noncurrentMoves", "noncurrentExpiration"], {
      minLength: 1,
    }),
  )
  .map(([current, noncurrent, other, chosen]) => {
    const has = (action: string) => chosen.includes(action);
    const marker = other.marker === undefined ? {} : { expiredObjectDeleteMarker: other.marker };
    return {
      ...(has("expiration") && {
        expiration: other.alone ? { expiredObjectDeleteMarker: true } : { days: current.last, ...marker },
      }),
      ...(has("transitions") && { transitions: [...current.moves].reverse() }),
      // An empty list of moves is no action.
      ...((has("abort") || !(has("expiration") || has("noncurrentExpiration"))) && {
        abortMultipartUpload: other.when,
      }),
      ...(has("noncurrentMoves") && {
        noncurrentVersionTransitions: noncurrent.moves.map(({ storageClass, days: noncurrentDays }) => ({
          storageClass,
          noncurrentDays,
        })),
      }),
      ...(has("noncurrentExpiration") && { noncurrentVersionExpiration: { noncurrentDays: noncurrent.last } }),
    };
  });

const lifecycleRule = (prefix: string) =>
  fc
    .tuple(
      optionally({ status: fc.constantFrom("Enabled", "Disabled"), tags, id: fc.constantFrom("", `rule ${prefix}`) }),
      fc.constantFrom("", "left out", "empty filter", "prefix", "prefix and tag"),
      actions,
      tag,
      someText,
    )
    .map(([head, filter, body, leftOut, more]) => ({
      prefix,
      ...head,
      ...body,
      ...(filter === "empty filter" && { filter: {} }),
      ...(filter === "prefix" && { filter: { not: { prefix: prefix + more } } }),
      ...(filter === "prefix and tag" && { filter: { not: { prefix: `${prefix}x`, tag: leftOut } } }),
    }));

/** Prefixes that do not overlap: each has a start of its own. */
export const lifecycle = fc
  .array(someText, { minLength: 1, maxLength: 4 })
  .chain((ends) => fc.tuple(...ends.map((end, index) => lifecycleRule(`${index}${end}`))))
  .map((rules) => ({ rules: [...rules] }));

const headerName = fc.constantFrom("host", "X-Test", "x-oss-a", "A", "b-9");
const differing = <T extends { key: string }>(each: fc.Arbitrary<T>) =>
  fc.uniqueArray(each, { maxLength: 3, selector: ({ key }) => key.toLowerCase() });
const oneLine = anyText.map((text) => text.replace(/[\r\n]/g, ""));

const condition = optionally({
  keyPrefixEquals: anyText,
  keySuffixEquals: anyText,
  includeHeaders: differing(optionally({ key: headerName, equals: anyText }, ["key"]) as fc.Arbitrary<{ key: string }>),
});

const mirrored = optionally({
  passQueryString: fc.boolean(),
  transparentMirrorResponseCodes: fc.constantFrom("400", "404,400", "400,404,599"),
  mirrorPassQueryString: fc.boolean(),
  mirrorFollowRedirect: fc.boolean(),
  mirrorCheckMd5: fc.boolean(),
  mirrorHeaders: optionally({
    passAll: fc.boolean(),
    pass: repeating(headerName, 0),
    remove: repeating(headerName, 0),
    set: differing(fc.record({ key: headerName, value: oneLine })),
  }),
}).map((more) => ({ redirectType: "Mirror", mirrorUrl: "http://www.example.com/", ...more }));

const redirected = optionally({
  passQueryString: fc.boolean(),
  protocol: fc.constantFrom("http", "https"),
  hostName: fc.constantFrom("www.example.com", "WWW.Example.com", "localhost"),
  replaceKeyPrefixWith: anyText,
  enableReplacePrefix: fc.boolean(),
  httpRedirectCode: fc.constantFrom(301, 302, 307),
}).map((more) => ({ redirectType: "External", ...more }));

const routingRule = fc.oneof(
  fc.record({ condition: condition.map((all) => ({ ...all, httpErrorCodeReturnedEquals: 404 })), redirect: mirrored }),
  fc.record({ condition, redirect: redirected }),
);

export const website = optionally({
  indexDocument: optionally({ suffix: someText, supportSubDir: fc.boolean(), type: fc.constantFrom(0, 1, 2) }, [
    "suffix",
  ]),
  errorDocument: optionally({ key: someText, httpStatus: fc.constantFrom(200, 404) }, ["key"]),
  routingRules: fc
    .array(routingRule, { maxLength: 3 })
    .map((rules) => rules.map((rule, index) => ({ ruleNumber: 7 - index, ...rule }))),
}).map((all) =>
  all.errorDocument || all.routingRules?.length
    ? all
    : { ...all, indexDocument: { suffix: "index.html", ...all.indexDocument } },
);
