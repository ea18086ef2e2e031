// Drift judged by the rules.
import { type Drifted, driftedResource, unownedResource } from "../../../../cli/drift/compare";
import { findingsOf } from "../../../../cli/drift/judged";
import type { Document } from "../../../../cli/live/types";
import type { Observation } from "../../../../cli/stack/refresh";
import { allow, bucket, config, type Program } from "../support/change";
import { document, GONE, live, reading } from "../support/drift";

function judged(
  program: Program,
  found: Record<string, Observation>,
  documents: Document[] = [],
  quiet: Document[] = [],
) {
  const { resources, buckets } = reading(program);
  const drifted = resources.flatMap((each): Drifted[] => {
    const observation = found[each.name];
    const one = observation && driftedResource(each, observation);
    return one ? [one] : [];
  });
  const unowned = documents.map((each) => ({
    document: each,
    resource: unownedResource(each, buckets.get(each.bucket)!),
  }));
  return findingsOf({ stack: "dev", resources, drifted, unowned, documents: [...documents, ...quiet], buckets });
}
const UPDATE = { kind: "update", inputDiff: true };
const acl = (value: string) => live({ bucket: "web", acl: value }, { told: { acl: UPDATE } });
const WEB = { shop: bucket(), acl: config("BucketAcl", { acl: "private" }) };

test("a change has the severity of the worst rule that it breaks, and says what it is", () => {
  expect(judged(WEB, { acl: acl("public-read") })).toMatchObject([
    {
      verdict: "changed",
      severity: "high",
      rule: "acl-public-read",
      title: expect.stringMatching(/^Changed outside Pulumi: /),
      bucket: "web",
      path: "acl",
      old: "private",
      new: "public-read",
      rules: [{ rule: "acl-public-read", severity: "high" }],
    },
  ]);
});

test("a change for the better is low", () => {
  const program = { shop: bucket(), acl: config("BucketAcl", { acl: "public-read" }) };
  const [finding] = judged(program, { acl: acl("private") });
  expect(finding!.severity).not.toBe("high");
});

test("what no rule has a word on is low where it was changed, medium where it is gone", () => {
  const program = { shop: bucket(), tags: config("BucketTags", { tags: { a: "1" } }) };
  const changed = live({ bucket: "web", tags: { a: "2" } }, { told: { "tags.a": UPDATE } });
  expect(judged(program, { tags: changed })).toMatchObject([{ rule: "drift-changed", severity: "low", rules: [] }]);
  expect(judged(program, { tags: GONE })).toMatchObject([{ rule: "drift-gone", severity: "medium" }]);
});

test("drift that nobody can point at says so", () => {
  const [finding] = judged(WEB, { acl: live({ bucket: "web", acl: "private" }) });
  expect(finding!.why).toContain("does not say which property");
});

test("rules about programs and plans have no say", () => {
  const names = Array.from({ length: 8 }, (_, index) => `tags${index}`);
  const program = Object.fromEntries(
    names.map((name) => [name, config("BucketTags", { bucket: name, tags: { a: "1" } })]),
  );
  const findings = judged(program, Object.fromEntries(names.map((name) => [name, GONE])));
  expect(findings).toHaveLength(8);
  expect(findings.flatMap(({ rules }) => rules)).toEqual([]);
});

describe("a bucket that is gone", () => {
  const program = {
    shop: bucket(),
    cors: config("BucketCors", { rules: [] }),
    acl: config("BucketAcl", { acl: "private" }),
    other: bucket("logs"),
  };

  test("is one high finding that names what went with it", () => {
    const findings = judged(program, { shop: GONE, cors: GONE, acl: GONE });
    expect(findings).toMatchObject([
      { severity: "high", resource: "shop", includes: ["oss:BucketAcl acl", "oss:BucketCors cors"] },
    ]);
    expect(findings[0]!.why).toContain("cannot be restored");
    expect(findings[0]!.waysOut.ignore).toBeUndefined();
  });

  test("takes nothing with it that is another bucket's, another provider's, or still there", () => {
    const wider = {
      ...program,
      moved: config("BucketTags", { bucket: "logs", tags: {} }),
      object: { $type: "aws:s3/bucketObject:BucketObject", bucket: "web" },
    };
    const findings = judged(wider, { shop: GONE, moved: GONE, object: GONE, acl: acl("public-read") });
    expect(findings.map(({ resource }) => resource).sort()).toEqual(["acl", "moved", "object", "shop"]);
    expect(findings.find(({ resource }) => resource === "shop")!.includes).toBeUndefined();
  });

  test("that two resources stand for is told twice rather than not at all", () => {
    const twice = { shop: bucket(), again: bucket() };
    expect(
      judged(twice, { shop: GONE, again: GONE })
        .map(({ resource }) => resource)
        .sort(),
    ).toEqual(["again", "shop"]);
  });
});

describe("documents without an owner", () => {
  test("are judged as what appears", () => {
    const everybody = { policy: { Version: "1", Statement: [allow("*", "oss:GetObject")] } };
    const [finding] = judged({ shop: bucket() }, {}, [document("oss:BucketPolicy", everybody)]);
    expect(finding).toMatchObject({
      verdict: "unmanaged",
      severity: "high",
      type: "oss:BucketPolicy",
      bucket: "web",
      id: "web",
      rules: [{ rule: "policy-public" }],
    });
    expect(finding!.urn).toBeUndefined();
  });

  test("an accepted one makes what has changed beside it worse, and is not told itself", () => {
    const website = document("oss:BucketWebsite", { indexDocument: { suffix: "index.html" } });
    const findings = judged(WEB, { acl: acl("public-read") }, [], [website]);
    expect(findings.map(({ type }) => type)).toEqual(["oss:BucketAcl"]);
  });

  test("with a secret in it is marked", () => {
    const secret = document("oss:BucketCname", {
      domain: "a.example",
      certificate: { privateKey: "<redacted:9:0123abcd>" },
    });
    expect(judged({ shop: bucket() }, {}, [secret])).toMatchObject([{ redacted: true }]);
    expect(
      judged({ shop: bucket() }, {}, [document("oss:BucketTags", { tags: { a: "1" } })])[0]!.redacted,
    ).toBeUndefined();
  });
});

test("a secret that changed is marked", () => {
  const program = { shop: bucket(), tags: config("BucketTags", { tags: { token: "<redacted:9:0123abcd>", a: "1" } }) };
  const rotated = live(
    { bucket: "web", tags: { token: "<redacted:9:89abcdef>", a: "1" } },
    { told: { "tags.token": UPDATE } },
  );
  expect(judged(program, { tags: rotated })).toMatchObject([{ redacted: true, path: "tags.token" }]);
  const plain = live(
    { bucket: "web", tags: { token: "<redacted:9:0123abcd>", a: "2" } },
    { told: { "tags.a": UPDATE } },
  );
  expect(judged(program, { tags: plain })[0]!.redacted).toBeUndefined();
});

test("the order of findings does not depend on that of the reads, and a fingerprint holds to the value", () => {
  const found = { acl: acl("public-read"), tags: GONE };
  const program = { ...WEB, tags: config("BucketTags", { tags: {} }) };
  const turned = Object.fromEntries(Object.entries(program).reverse());
  expect(judged(program, found)).toEqual(judged(turned, found));
  const print = (value: string) => judged(WEB, { acl: acl(value) })[0]!.fingerprint;
  expect(print("public-read")).toBe(print("public-read"));
  expect(print("public-read")).not.toBe(print("public-read-write"));
});
