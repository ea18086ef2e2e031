// Lines to copy: what people paste has to be right as it stands.
import { parse } from "yaml";
import { documentWays, resourceWays } from "../../../../cli/drift/waysOut";
import type { PropertyChange } from "../../../../cli/report/types";
import type { Resource } from "../../../../cli/stack/types";
import { bucket, config, type Declared } from "../support/change";
import { document, recorded } from "../support/drift";

const YAML = { position: { file: "Pulumi.yaml", line: 12 } };
const TS = { position: { file: "index.ts", line: 7 } };
const changed = (...paths: string[]) =>
  paths.map((path): PropertyChange => ({ path, kind: "update", old: "a", new: "b" }));

/** The ways out of a changed resource. */
function ways(declared: Declared, paths: string[], extra: Partial<Resource> = TS) {
  return resourceWays(recorded("it", declared, extra), "changed", changed(...paths), "dev");
}

describe("keeping a change", () => {
  test("gives the program each property that differs, once, as it is live", () => {
    const tags = config("BucketTags", { tags: { team: "ops", "a.b": "1" } });
    const { keep } = ways(tags, ["tags.team", 'tags["a.b"]']);
    expect(keep.text).toBe("Keep it: in the program, give oss:BucketTags it (index.ts:7)");
    expect(keep.lines).toEqual(['tags: { team: "ops", "a.b": "1" },']);
  });

  test("says that a property has to go where it is gone", () => {
    expect(ways(config("BucketWebsite", {}), ["errorDocument"]).keep.lines).toEqual(["// without errorDocument"]);
    expect(ways(config("BucketWebsite", {}), ["errorDocument"], YAML).keep.lines).toEqual(["# without errorDocument"]);
  });

  test("in YAML as YAML, with texts that stay texts and braces that are no references", () => {
    const rules = [{ expiration: { createdBeforeDate: "2026-01-01T00:00:00.000Z" }, prefix: "${key}/", id: "on" }];
    const { lines } = ways(config("BucketLifecycle", { rules }), ["rules[0].prefix"], YAML).keep;
    expect(lines.join("\n")).toContain('prefix: "$${key}/"');
    expect(lines.join("\n")).toContain('createdBeforeDate: "2026-01-01T00:00:00.000Z"');
    expect(parse(lines.join("\n"))).toEqual({ rules: [{ ...rules[0], prefix: "$${key}/" }] });
  });

  test("speaks of the configuration where a value is secret, and only there", () => {
    const tags = config("BucketTags", { tags: { token: "<redacted:9:0123abcd>" }, other: "x" });
    expect(ways(tags, ["tags.token"]).keep.lines).toContain(
      "// <redacted> stands for a secret, which belongs into the configuration",
    );
    expect(ways(tags, ["other"]).keep.lines).toEqual(['other: "x",']);
  });

  test("has no lines where nobody knows what has changed", () => {
    expect(ways(config("BucketTags"), []).keep).toEqual({
      text: "Keep it: find out what it is, and give it to oss:BucketTags it (index.ts:7) in the program",
      lines: [],
    });
  });

  test("of a deletion is to take the resource out", () => {
    const { keep, ignore } = resourceWays(recorded("it", config("BucketCors"), TS), "gone", [], "dev");
    expect(keep).toEqual({
      text: "Keep it so: take oss:BucketCors it (index.ts:7) out of the program, then",
      lines: ["pulumi up --stack dev"],
    });
    expect(ignore).toBeUndefined();
  });
});

describe("undoing", () => {
  test("is an update of this resource alone, with a URN that the shell leaves alone", () => {
    const urn = "urn:pulumi:dev::shop::my:C$granary:oss:BucketTags::it's";
    const { undo } = resourceWays(recorded("it", config("BucketTags"), { urn }), "changed", changed("tags"), "dev");
    expect(undo.lines).toEqual([
      `pulumi up --refresh --stack dev --target 'urn:pulumi:dev::shop::my:C$granary:oss:BucketTags::it'\\''s'`,
    ]);
  });

  test("of a bucket that is gone brings its configuration along", () => {
    const undo = (declared: Declared) => resourceWays(recorded("it", declared), "gone", [], "dev").undo.lines[0];
    expect(undo(bucket())).toMatch(/ --target-dependents$/);
    expect(undo(config("BucketCors"))).not.toContain("--target-dependents");
  });
});

describe("ignoring", () => {
  const entries = (lines: string[]) => parse(lines.join("\n"));

  test("is a line per property that YAML reads back as it is", () => {
    const { ignore } = ways(config("BucketTags"), ['tags["a.b"]', 'tags["say \\"no\\""]']);
    expect(entries(ignore!.lines)).toEqual([
      { resource: "it", type: "oss:BucketTags", path: 'tags["a.b"]', reason: "say why" },
      { resource: "it", type: "oss:BucketTags", path: 'tags["say \\"no\\""]', reason: "say why" },
    ]);
  });

  test("is about the whole resource where nobody knows what has changed", () => {
    expect(entries(ways(config("BucketTags"), []).ignore!.lines)).toEqual([
      { resource: "it", type: "oss:BucketTags", reason: "say why" },
    ]);
  });
});

describe("a document without an owner", () => {
  const cors = document("oss:BucketCors", { rules: [{ allowedOrigins: ["*"], allowedMethods: ["GET"] }] });
  const shop = (extra: Partial<Resource>) => {
    const resource = recorded("shop", bucket(), extra);
    return { ...resource, new: { ...resource.new!, outputs: { bucket: "web" } } };
  };

  test("is taken over as a whole resource, named after its bucket's", () => {
    expect(documentWays(cors, [shop(TS)], "dev").keep.lines.join("\n")).toBe(
      `new oss.BucketCors("shop-cors", {\n  bucket: "web",\n  rules: [{ allowedOrigins: ["*"], allowedMethods: ["GET"] }],\n});`,
    );
    const text = documentWays(cors, [shop(YAML)], "dev").keep.lines.join("\n");
    expect(parse(text)).toEqual({ "shop-cors": { type: "granary:oss:BucketCors", properties: cors.inputs } });
  });

  test("one of several of a bucket has what tells it apart in its name, and in its line to ignore it", () => {
    const cname = document("oss:BucketCname", { domain: "a.example" }, { id: "web/a.example", part: "a.example" });
    const { keep, ignore } = documentWays(cname, [], "dev");
    expect(keep.lines[0]).toContain('"web-domain-a-example"');
    expect(ignore!.lines).toEqual([
      "granary drift --stack dev --record",
      '- { resource: "a.example", type: "oss:BucketCname", reason: "say why" }',
    ]);
  });
});
