import fc from "fast-check";
import { WireError } from "../../../../provider/http/errors";
import { decodeLifecycle, encodeLifecycle, type LifecycleRule } from "../../../../provider/oss/wire/lifecycle";
import { fixture, garbled, golden, half } from "../golden";
import { someText, xmlText } from "./arbitrary";

const DATE = "2017-01-01T00:00:00.000Z";

// OSS API reference 20220713, PutBucketLifecycle, sample requests.
const unversioned: LifecycleRule[] = [
  {
    id: "delete objects and parts after one day",
    prefix: "logs/",
    status: "Enabled",
    expiration: { days: 1 },
    abortMultipartUpload: { days: 1 },
  },
  {
    id: "transit objects to IA after 30, to Archive 60, expire after 10 years",
    prefix: "data/",
    status: "Enabled",
    expiration: { days: 3600 },
    transitions: [
      { days: 30, storageClass: "IA" },
      { days: 60, storageClass: "Archive" },
    ],
  },
  {
    id: "transit objects to Archive after 60 days",
    prefix: "important/",
    status: "Enabled",
    transitions: [{ days: 6, storageClass: "Archive" }],
  },
  {
    id: "delete created before date",
    prefix: "backup",
    status: "Enabled",
    expiration: { createdBeforeDate: DATE },
    abortMultipartUpload: { createdBeforeDate: DATE },
  },
  {
    id: "r1",
    prefix: "rule1",
    status: "Enabled",
    tags: [
      { key: "xx", value: "1" },
      { key: "yy", value: "2" },
    ],
    expiration: { days: 30 },
  },
  {
    id: "r2",
    prefix: "rule2",
    status: "Enabled",
    tags: [{ key: "xx", value: "1" }],
    transitions: [{ days: 60, storageClass: "Archive" }],
  },
];

const versioned: LifecycleRule[] = [
  {
    id: "delete example",
    prefix: "logs/",
    status: "Enabled",
    expiration: { expiredObjectDeleteMarker: true },
    noncurrentVersionExpiration: { noncurrentDays: 5 },
    abortMultipartUpload: { days: 1 },
  },
  {
    id: "transit example",
    prefix: "data/",
    status: "Enabled",
    transitions: [{ days: 30, storageClass: "IA" }],
    noncurrentVersionTransitions: [{ noncurrentDays: 10, storageClass: "IA" }],
  },
];

const not: LifecycleRule[] = [
  {
    id: "RuleID",
    prefix: "logs",
    status: "Enabled",
    filter: { not: { prefix: "logs1", tag: { key: "key1", value: "value1" } } },
    expiration: { days: 100 },
    transitions: [{ days: 60, storageClass: "Archive" }],
  },
];

const samples: [file: string, rules: LifecycleRule[]][] = [
  ["lifecycle/put-unversioned.xml", unversioned],
  ["lifecycle/put-versioned.xml", versioned],
  ["lifecycle/put-not.xml", not],
];

test.each(samples)("writes %s of the reference, element for element", (file, rules) => {
  expect(encodeLifecycle(rules)).toBe(golden(file));
});

test.each(samples)("reads %s", (file, rules) => {
  expect(decodeLifecycle(fixture(file))).toEqual(rules);
});

test("reads the sample answer", () => {
  expect(decodeLifecycle(fixture("lifecycle/get.xml"))).toEqual([
    { id: "delete after one day", prefix: "logs", status: "Enabled", expiration: { days: 1 } },
  ]);
});

test("writes what the reference requires although the program leaves it out", () => {
  expect(encodeLifecycle([{ expiration: { days: 1 } }])).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<LifecycleConfiguration><Rule><Prefix></Prefix><Status>Enabled</Status>' +
      "<Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>",
  );
});

test("reads a rule about the whole bucket, with or without an empty prefix, in a namespace and in any order", () => {
  const rule = (inner: string) =>
    `<LifecycleConfiguration xmlns="http://doc.oss-cn-hangzhou.aliyuncs.com"><Rule>${inner}</Rule></LifecycleConfiguration>`;
  const expected = [{ id: "a", prefix: "", status: "Disabled", expiration: { days: 2 } }];
  expect(decodeLifecycle(rule("<Expiration><Days>2</Days></Expiration><Status>Disabled</Status><ID>a</ID>"))).toEqual(
    expected,
  );
  expect(
    decodeLifecycle(
      rule("<ID>a</ID><Prefix/><Status>Disabled</Status><Expiration><Days>2</Days></Expiration><Filter/>"),
    ),
  ).toEqual(expected);
});

test("an empty tag of what is left out is no tag", () => {
  const body =
    "<LifecycleConfiguration><Rule><ID>a</ID><Filter><Not><Prefix>x</Prefix><Tag/></Not></Filter><Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>";
  expect(decodeLifecycle(body)).toMatchObject([{ filter: { not: { prefix: "x", tag: undefined } } }]);
});

test.each([...garbled, ["half an answer", half("lifecycle/get.xml")]])("%s is a WireError", (_, body) => {
  expect(() => decodeLifecycle(body)).toThrow(WireError);
});

test("two expirations in one rule are a WireError: no value is dropped unseen", () => {
  const body =
    "<LifecycleConfiguration><Rule><Expiration><Days>1</Days></Expiration><Expiration><Days>2</Days></Expiration></Rule></LifecycleConfiguration>";
  expect(() => decodeLifecycle(body)).toThrow("one LifecycleConfiguration.Rule[0].Expiration, got 2");
});

test("whatever it writes it reads again", () => {
  const tag = fc.record({ key: xmlText, value: xmlText });
  const timing = fc.oneof(fc.record({ days: fc.nat() }), fc.record({ createdBeforeDate: someText }));
  const storageClass = fc.constantFrom("IA", "Archive", "ColdArchive");
  const noncurrentDays = fc.nat();
  const some = <T>(each: fc.Arbitrary<T>) => fc.array(each, { minLength: 1, maxLength: 3 });
  const rule = fc.record(
    {
      id: xmlText,
      prefix: xmlText,
      status: fc.constantFrom("Enabled", "Disabled"),
      tags: some(tag),
      filter: fc.record({
        // An empty tag stands for none.
        not: fc.record(
          { prefix: xmlText, tag: fc.record({ key: someText, value: xmlText }) },
          { requiredKeys: ["prefix"] },
        ),
      }),
      expiration: fc.oneof(timing, fc.record({ expiredObjectDeleteMarker: fc.boolean() })),
      transitions: some(fc.tuple(timing, storageClass).map(([when, to]) => ({ ...when, storageClass: to }))),
      abortMultipartUpload: timing,
      noncurrentVersionExpiration: fc.record({ noncurrentDays }),
      noncurrentVersionTransitions: some(fc.record({ noncurrentDays, storageClass })),
    },
    { requiredKeys: ["prefix", "status"] },
  );
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 3 }), (rules) => {
      expect(decodeLifecycle(encodeLifecycle(rules))).toEqual(rules);
    }),
  );
});
