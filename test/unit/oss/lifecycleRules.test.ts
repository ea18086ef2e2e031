import { createHash } from "node:crypto";
import fc from "fast-check";
import { UNKNOWN, type Values } from "../../../provider/kit/values";
import { nameRules } from "../../../provider/oss/lifecycleRules";

const ids = (...rules: unknown[]): unknown[] => nameRules({ rules }).rules.map((rule: Values) => rule?.id);
const expiring = (prefix: string | undefined, more: Values = {}) => ({
  ...(prefix === undefined ? {} : { prefix }),
  expiration: { days: 1 },
  ...more,
});

describe("rules without an id", () => {
  test("get one from what they are about: prefix, tags and filter", () => {
    // SHA-256 of ["logs/",[],null], the first eight digits.
    const digits = createHash("sha256").update('["logs/",[],null]').digest("hex").slice(0, 8);
    expect(ids(expiring("logs/"))).toEqual([`granary-${digits}`]);
    expect(new Set(ids(expiring("a"), expiring("b"), expiring("a", { tags: [{ key: "k", value: "v" }] }))).size).toBe(
      3,
    );
    expect(
      new Set(
        ids(
          expiring("a"),
          expiring("a", { filter: { not: { prefix: "ab" } } }),
          expiring("a", { filter: { not: { prefix: "ac" } } }),
        ),
      ).size,
    ).toBe(3);
  });

  test("keep it when their actions change", () => {
    const [before] = ids(expiring("logs/"));
    expect(ids({ prefix: "logs/", abortMultipartUpload: { days: 9 }, status: "Disabled" })).toEqual([before]);
  });

  test("keep it when other rules come, go or move", () => {
    const [logs] = ids(expiring("logs/"));
    expect(ids(expiring("data/"), expiring("logs/"))[1]).toBe(logs);
    expect(ids(expiring("logs/"), expiring("x/"), expiring("y/"))[0]).toBe(logs);
  });

  test("keep it whatever the order of tags and keys, and with defaults left out or written down", () => {
    const tags = [
      { key: "a", value: "1" },
      { key: "b", value: "2" },
    ];
    const turned = [
      { value: "2", key: "b" },
      { value: "1", key: "a" },
    ];
    expect(ids(expiring("x", { tags }))).toEqual(ids(expiring("x", { tags: turned })));
    expect(ids(expiring(undefined))).toEqual(ids(expiring("", { tags: [] })));
    const tag = { key: "k", value: "v" };
    expect(ids(expiring("x", { filter: { not: { prefix: "xa", tag } } }))).toEqual(
      ids(expiring("x", { filter: { not: { tag: { value: "v", key: "k" }, prefix: "xa" } } })),
    );
  });

  test("do not mix up tags and prefixes that look alike when they are put together", () => {
    const tagged = (key: string, value: string) => expiring("x", { tags: [{ key, value }] });
    expect(new Set(ids(tagged("ab", "c"), tagged("a", "bc"), tagged("abc", ""))).size).toBe(3);
  });

  test("that are about the same are told apart by what they do, not by their places", () => {
    const expiry = { prefix: "a/", expiration: { days: 1 } };
    const uploads = { prefix: "a/", abortMultipartUpload: { days: 2 } };
    const [first, second] = ids(expiry, uploads);
    expect(first).not.toBe(second);
    expect(ids(uploads, expiry)).toEqual([second, first]);
  });

  test("an empty id is none", () => {
    expect(ids(expiring("a", { id: "" }))).toEqual(ids(expiring("a")));
  });

  test("an id that the program gives is kept, and never given to another rule", () => {
    expect(ids(expiring("a", { id: "mine" }))).toEqual(["mine"]);
    const [made] = ids(expiring("a"));
    expect(ids(expiring("a"), expiring("b", { id: made }))).toEqual([`${made}-2`, made]);
  });

  test("wait for theirs while what they are about is not known yet; other rules do not", () => {
    const [data] = ids(expiring("data/"));
    expect(
      ids(
        { prefix: UNKNOWN },
        { tags: [{ key: UNKNOWN, value: "v" }] },
        { filter: UNKNOWN },
        UNKNOWN,
        expiring("data/"),
      ),
    ).toEqual([undefined, undefined, undefined, undefined, data]);
    expect(ids(expiring("a", { id: UNKNOWN }))).toEqual([UNKNOWN]);
    expect(ids({ prefix: "logs/", expiration: UNKNOWN })).toEqual(ids(expiring("logs/")));
    expect(nameRules({ rules: UNKNOWN })).toEqual({ rules: UNKNOWN });
  });

  test("keep everything else as it was", () => {
    const rules = [expiring("a", { status: "Disabled" }), expiring("b", { id: "b" })];
    const named = nameRules({ bucket: "web-assets", rules });
    expect(named.bucket).toBe("web-assets");
    expect(named.rules.map(({ id, ...rest }: Values) => rest)).toEqual(rules.map(({ id, ...rest }: Values) => rest));
    expect(rules[0]).not.toHaveProperty("id");
  });
});

test("any list of rules gets ids that are all different, and the same for each rule in any order", () => {
  const rule = fc.record({
    prefix: fc.constantFrom("a", "b"),
    expiration: fc.record({ days: fc.integer({ min: 1, max: 99 }) }),
  });
  const list = fc.uniqueArray(rule, { selector: (each) => JSON.stringify(each), maxLength: 6 });
  const turned = list.chain((rules) =>
    fc.shuffledSubarray(rules, { minLength: rules.length }).map((other) => [rules, other]),
  );
  fc.assert(
    fc.property(turned, ([rules, other]) => {
      const named = (each: unknown[]) =>
        Object.fromEntries(nameRules({ rules: each }).rules.map(({ id, ...rest }: Values) => [id, rest]));
      expect(Object.keys(named(rules!))).toHaveLength(rules!.length);
      expect(named(other!)).toEqual(named(rules!));
    }),
  );
});
