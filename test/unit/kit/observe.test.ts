import fc from "fast-check";
import { z } from "zod";
import { diff, same } from "../../../provider/kit/diff";
import { liveInputs, withDefaults } from "../../../provider/kit/observe";
import { type Fields, field, shapeOf } from "../../../provider/kit/shape";
import { asset, type Values } from "../../../provider/kit/values";
import { junk } from "./junk";
import { shelf, shelfFields } from "./shelf";

const doc = "";
const text = z.string().optional();
const live = (fields: Fields, values: Values, recorded?: Values) => liveInputs(shapeOf(fields), values, recorded);

describe("refresh: what the program manages, as it is live", () => {
  test("a value that drifted is the live one, one that is gone is left out, one that appeared is there", () => {
    const fields = { a: text, b: text, c: text };
    expect(live(fields, { a: "2", c: "new" }, { a: "1", b: "x" })).toEqual({ a: "2", c: "new" });
  });

  test("a live value that is the service's default is not brought in, but stays where the program wrote it", () => {
    const fields = { status: field(text, { doc, serviceDefault: "On" }) };
    expect(live(fields, { status: "On" }, {})).toEqual({});
    expect(live(fields, { status: "On" }, { status: "On" })).toEqual({ status: "On" });
    expect(live(fields, {}, { status: "On" })).toEqual({ status: "On" });
    expect(live(fields, { status: "On" }, { status: "Off" })).toEqual({ status: "On" });
    expect(live(fields, { status: "Off" }, {})).toEqual({ status: "Off" });
  });

  test("a value that means the same keeps the program's spelling, and one that does not is told as it is live", () => {
    const canonical = (value: unknown) => String(value).replaceAll(" ", "");
    const fields = {
      class: field(text, { doc, canonical }),
      names: field(z.array(z.string()), { doc, unordered: true }),
    };
    expect(
      live(fields, { class: "ColdArchive", names: ["b", "a"] }, { class: "Cold Archive", names: ["a", "b"] }),
    ).toEqual({
      class: "Cold Archive",
      names: ["a", "b"],
    });
    expect(live(fields, { class: "IA", names: ["c", "b", "a"] }, { class: "Cold Archive", names: ["a", "b"] })).toEqual(
      {
        class: "IA",
        names: ["a", "b", "c"],
      },
    );
  });

  test("values that the service never gives back, and those that steer Granary, stay as recorded", () => {
    const fields = {
      password: field(text, { doc, writeOnly: true }),
      force: field(z.boolean().optional(), { doc, local: true }),
      source: field(z.unknown().optional(), { doc, asset: true }),
    };
    const recorded = { password: "p", force: true, source: asset({ text: "x" }) };
    expect(live(fields, { password: "other", source: "?" }, recorded)).toEqual(recorded);
    expect(live(fields, { password: "other", force: false }, {})).toEqual({});
  });

  test("a value that the service may leave out is unchanged without it and drifted with another one, at any depth", () => {
    const lossy = field(z.boolean().optional(), { doc, serviceDefault: false, lossy: true });
    const fields = { vary: lossy, index: z.strictObject({ suffix: z.string(), deep: lossy }) };
    const recorded = { vary: true, index: { suffix: "a", deep: true } };
    expect(live(fields, { index: { suffix: "a" } }, recorded)).toEqual(recorded);
    expect(live(fields, { index: { suffix: "b" } }, recorded)).toEqual({
      vary: true,
      index: { suffix: "b", deep: true },
    });
    expect(live(fields, { vary: false, index: { suffix: "a", deep: false } }, recorded)).toEqual({
      vary: false,
      index: { suffix: "a", deep: false },
    });
  });

  test("a value that is managed only while it is set comes in only while it is set", () => {
    const fields = { acl: field(text, { doc, optIn: true }) };
    expect(live(fields, { acl: "public-read" }, {})).toEqual({});
    expect(live(fields, { acl: "public-read" }, { acl: "private" })).toEqual({ acl: "public-read" });
  });

  test("elements keep the places and spellings that the program gave them; new ones come last", () => {
    const rule = z.strictObject({
      id: z.string(),
      status: field(text, { doc, serviceDefault: "On" }),
      days: z.int().optional(),
    });
    const fields = { rules: field(z.array(rule), { doc, unordered: { key: "id" } }) };
    const recorded = {
      rules: [
        { id: "a", status: "On", days: 1 },
        { id: "b", days: 2 },
      ],
    };
    const liveRules = [
      { id: "new", status: "On", days: 7 },
      { id: "b", status: "Off", days: 2 },
      { id: "a", status: "On", days: 9 },
    ];
    expect(live(fields, { rules: liveRules }, recorded)).toEqual({
      rules: [
        { id: "a", status: "On", days: 9 },
        { id: "b", status: "Off", days: 2 },
        { id: "new", days: 7 },
      ],
    });
  });

  test("lists with order are compared place by place", () => {
    const rule = z.strictObject({ names: field(z.array(z.string()), { doc, unordered: true }) });
    const fields = { rules: z.array(rule) };
    expect(
      live(fields, { rules: [{ names: ["b", "a"] }, { names: ["x"] }] }, { rules: [{ names: ["a", "b"] }] }),
    ).toEqual({ rules: [{ names: ["a", "b"] }, { names: ["x"] }] });
  });
});

describe("import: what is live and not a default", () => {
  test("leaves out defaults, empty lists, what is managed only while it is set, and what the service never gives back", () => {
    const inputs = live(shelfFields, {
      name: "a",
      status: "On",
      level: "LOW",
      sizes: [],
      names: ["x"],
      rules: [{ id: "r", status: "On", names: [], days: 1 }],
      lid: { locked: false, codes: [] },
      tags: {},
      vary: false,
      acl: "open",
      password: "p",
      force: true,
    });
    expect(inputs).toEqual({ name: "a", names: ["x"], rules: [{ id: "r", days: 1 }] });
  });
});

test("what the state shows are the inputs with the service's defaults, but none of steering fields", () => {
  const fields = {
    status: field(text, { doc, serviceDefault: "On" }),
    force: field(z.boolean().optional(), { doc, local: true, serviceDefault: false }),
    a: text,
  };
  expect(withDefaults(shapeOf(fields), { a: "1" })).toEqual({ a: "1", status: "On" });
  expect(withDefaults(shapeOf(fields), { status: "Off" })).toEqual({ status: "Off" });
});

describe("for any live state", () => {
  const { shape, values } = shelf;

  /** What a refresh can't see, put aside: both sides agree on it. */
  const seen = ({ password, force, acl, vary, ...rest }: Values): Values => rest;

  test("a refresh shows a difference exactly if the live state means something else", () => {
    fc.assert(
      fc.property(values, values, (recorded, state) => {
        const differs = diff(shape, liveInputs(shape, seen(state), seen(recorded)), seen(recorded)).length > 0;
        expect(differs).toBe(!same(shape, seen(state), seen(recorded)));
      }),
    );
  });

  test("a refresh of what the program made, with defaults written out, gives back the program's own inputs", () => {
    fc.assert(
      fc.property(values, (recorded) => {
        expect(liveInputs(shape, withDefaults(shape, recorded), recorded)).toEqual(recorded);
      }),
    );
  });

  test("refreshed inputs mean what is live, and refreshing again changes nothing", () => {
    fc.assert(
      fc.property(values, values, (recorded, state) => {
        const inputs = liveInputs(shape, seen(state), seen(recorded));
        expect(same(shape, inputs, seen(state))).toBe(true);
        expect(liveInputs(shape, seen(state), inputs)).toEqual(inputs);
      }),
    );
  });

  test("imported inputs mean what is live, and a preview right after shows nothing", () => {
    fc.assert(
      fc.property(values, (state) => {
        const inputs = liveInputs(shape, withDefaults(shape, seen(state)));
        expect(diff(shape, inputs, seen(state))).toEqual([]);
        expect(diff(shape, withDefaults(shape, inputs), inputs)).toEqual([]);
      }),
    );
  });

  test("junk in the recorded inputs breaks nothing", () => {
    fc.assert(
      fc.property(values, fc.dictionary(fc.constantFrom(...Object.keys(shelfFields)), junk), (state, recorded) => {
        expect(() => liveInputs(shape, state, recorded)).not.toThrow();
      }),
    );
  });
});
