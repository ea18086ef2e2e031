import fc from "fast-check";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Path } from "../../../provider/kit/path";
import {
  asset,
  containsUnknown,
  decodeStruct,
  decodeWire,
  encodeStruct,
  encodeWire,
  isAsset,
  UNKNOWN,
  type Values,
} from "../../../provider/kit/values";

// pulumi/pulumi sdk/go/common/resource: the signatures and unknown sentinels, as literals.
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const secret = (value: unknown) => ({ [SIGNATURE]: SECRET, value });
const paths = (list: readonly Path[]) => list.map((path) => JSON.stringify(path)).sort();

describe("decoding what the engine sends", () => {
  test.each([
    ["any value", "04da6b54-80e4-46f7-96ec-b56ff0331ba9"],
    ["a boolean", "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7"],
    ["a number", "3eeb2bf0-c639-47a8-9e75-3b44932eb421"],
    ["an array", "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2"],
    ["an asset", "030794c1-ac77-496b-92df-f27374a8bd58"],
    ["an archive", "e48ece36-62e2-4504-bad9-02848725956a"],
    ["an object", "dd056dcd-154b-4c76-9bd3-c8f88648b5ff"],
  ])("the sentinel of %s that is not known yet becomes UNKNOWN at any depth", (_, sentinel) => {
    expect(decodeWire({ a: sentinel, b: [{ c: sentinel }] }).values).toEqual({ a: UNKNOWN, b: [{ c: UNKNOWN }] });
  });

  test("secrets are unwrapped and their paths told, also inside each other", () => {
    const wire = { a: secret("x"), b: [secret({ c: secret("y") })], d: "plain" };
    const decoded = decodeWire(wire);
    expect(decoded.values).toEqual({ a: "x", b: [{ c: "y" }], d: "plain" });
    expect(paths(decoded.secrets)).toEqual(['["a"]', '["b",0,"c"]', '["b",0]']);
  });

  test("output values give their value, are unknown without one, and are secret when they say so", () => {
    const decoded = decodeWire({
      known: { [SIGNATURE]: OUTPUT, value: "x", dependencies: ["urn"] },
      unknown: { [SIGNATURE]: OUTPUT, dependencies: [] },
      secret: { [SIGNATURE]: OUTPUT, value: "y", secret: true },
    });
    expect(decoded.values).toEqual({ known: "x", unknown: UNKNOWN, secret: "y" });
    expect(decoded.secrets).toEqual([["secret"]]);
  });

  test("a resource reference becomes its id, its URN where it has none, and unknown while its id is", () => {
    const reference = (fields: Values) => ({ [SIGNATURE]: RESOURCE, urn: "urn:r", ...fields });
    const wire = {
      a: reference({ id: "web" }),
      b: reference({}),
      c: reference({ id: UNKNOWN_TEXT }),
      d: reference({ id: "" }),
    };
    expect(decodeWire(wire).values).toEqual({ a: "web", b: "urn:r", c: UNKNOWN, d: UNKNOWN });
  });

  test("a property without a value is left out, and so is null", () => {
    expect(decodeWire({ a: null, b: undefined, c: { d: null } }).values).toEqual({ c: {} });
  });

  test("an asset is told from an object, with its path and hash", () => {
    const { values } = decodeWire({ source: { [SIGNATURE]: ASSET, path: "index.html", hash: "abc" } });
    expect(isAsset(values.source)).toBe(true);
    expect(values.source).toEqual(asset({ path: "index.html", hash: "abc" }));
  });

  test("an object of a program that merely has a property called asset is none", () => {
    const { values } = decodeWire({ policy: { asset: true, text: "x" } });
    expect(isAsset(values.policy)).toBe(false);
    expect(encodeWire(values)).toEqual({ policy: { asset: true, text: "x" } });
  });

  test("a missing message is no values", () => {
    expect(decodeStruct(undefined)).toEqual({ values: {}, secrets: [] });
  });
});

describe("encoding what the engine gets", () => {
  test("unknown, secret and asset values take the form that the engine reads", () => {
    const wire = encodeWire({ a: UNKNOWN, b: { c: ["x"] }, d: asset({ text: "hi", hash: "h" }) }, [["b", "c", 0]]);
    expect(wire).toEqual({
      a: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
      b: { c: [{ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "x" }] },
      d: { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", text: "hi", hash: "h" },
    });
  });

  test("a secret inside a secret is wrapped twice, a path named twice once, and a path without a value not at all", () => {
    const wire = encodeWire({ a: { b: "x" } }, [["a"], ["a", "b"], ["a", "b"], ["a", "z"], ["y", 0], []]);
    expect(wire).toEqual({ a: secret({ b: secret("x") }) });
  });

  test("a value that is unknown and secret stays both", () => {
    expect(encodeWire({ a: UNKNOWN }, [["a"]])).toEqual({ a: secret(UNKNOWN_TEXT) });
    expect(decodeWire({ a: secret(UNKNOWN_TEXT) })).toEqual({ values: { a: UNKNOWN }, secrets: [["a"]] });
  });

  test("undefined is left out of objects and null in lists, which cannot leave it out", () => {
    expect(encodeWire({ a: undefined, b: [undefined, 1] })).toEqual({ b: [null, 1] });
  });

  test("an archive goes back as it came, although no resource takes one", () => {
    const wire = { a: { [SIGNATURE]: ARCHIVE, path: "site.zip", hash: "h" } };
    expect(encodeWire(decodeWire(wire).values)).toEqual(wire);
  });
});

describe("unknown values", () => {
  test("are found at any depth of lists and objects", () => {
    expect(containsUnknown({ a: [{ b: UNKNOWN }] })).toBe(true);
    expect(containsUnknown(UNKNOWN)).toBe(true);
    expect(containsUnknown({ a: [{ b: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }], c: null })).toBe(false);
  });
});

// Keys that protobuf's own Struct can't carry are left out here: it assigns "__proto__" instead of defining it.
const key = fc.string().filter((text) => text !== "__proto__" && text !== SIGNATURE);
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
    fc.constant(UNKNOWN),
    fc.record({ text: fc.string(), hash: fc.string() }).map(asset),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(key, tie("value"), { maxKeys: 3 }),
  ),
})).value;
const values = fc.dictionary(key, value, { maxKeys: 4 }) as fc.Arbitrary<Values>;

function everyPath(root: unknown, path: Path = []): Path[] {
  const here = path.length > 0 ? [path] : [];
  if (isAsset(root) || typeof root !== "object" || root === null) return here;
  const steps = Array.isArray(root) ? [...root.keys()] : Object.keys(root);
  return [...here, ...steps.flatMap((step) => everyPath((root as Values)[step], [...path, step]))];
}

describe("round trips", () => {
  test("values of every kind, secret anywhere, come back from the wire and from a Struct", () => {
    fc.assert(
      fc.property(values, fc.infiniteStream(fc.boolean()), (given, coin) => {
        const secrets = everyPath(given).filter(() => coin.next().value);
        for (const decoded of [decodeWire(encodeWire(given, secrets)), decodeStruct(encodeStruct(given, secrets))]) {
          expect(decoded.values).toEqual(given);
          expect(paths(decoded.secrets)).toEqual(paths(secrets));
        }
      }),
    );
  });

  test("a key named __proto__ or constructor survives", () => {
    const given = JSON.parse('{"tags": {"__proto__": "x", "constructor": "y"}}');
    const { values: back } = decodeWire(encodeWire(given));
    expect(Object.entries(back.tags)).toEqual([
      ["__proto__", "x"],
      ["constructor", "y"],
    ]);
  });

  test("what the engine wrapped as secret is wrapped again in the answer", () => {
    const wire = { config: secret({ key: "x", list: [secret("y")] }) };
    const { values: plain, secrets } = decodeStruct(Struct.fromJavaScript(wire));
    expect(encodeStruct(plain, secrets).toJavaScript()).toEqual(wire);
  });
});
