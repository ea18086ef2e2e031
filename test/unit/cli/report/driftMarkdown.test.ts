// The drift report as an issue or a comment.
import fc from "fast-check";
import type { StackDrift, Unread } from "../../../../cli/drift/types";
import { driftMarkdown, driftMarker } from "../../../../cli/report/driftMarkdown";
import { driftFinding, driftReport, stackDrift } from "../support/drift";

const unread = (name: string): Unread => ({
  name,
  type: "oss:BucketCors",
  bucket: "web",
  code: "AccessDenied",
  message: `GetBucketCors on web: AccessDenied (403) ${name}`,
  unowned: false,
});
const one = (fields: Partial<StackDrift>) => driftMarkdown(driftReport([stackDrift(fields)]));

test("begins with a marker that finds the issue again, and the verdict", () => {
  const text = one({ findings: [driftFinding()] });
  expect(
    text.startsWith(
      "<!-- granary:drift stack=shop/dev -->\n\n## ⚠️ 1 changed · shop/dev\n\n1 high, 0 medium, 0 low · 4 in sync\n\n",
    ),
  ).toBe(true);
  expect(one({})).toContain("## ✅ In sync · shop/dev");
  expect(one({ result: "incomplete", errors: ["x"] })).toContain("## ❔ Incomplete: the engine reported errors");
  expect(one({ result: "failed" })).toContain("## 💥 Nothing is known");
});

test("a marker ends no comment, whatever a stack is called", () => {
  expect(driftMarker("shop", "dev")).toBe("<!-- granary:drift stack=shop/dev -->");
  fc.assert(
    fc.property(fc.string(), fc.string(), (project, stack) => {
      const inner = driftMarker(project, stack).slice(4, -3);
      return !inner.includes("--") && !inner.includes(">") && !inner.includes("\n");
    }),
  );
});

test("a finding has its values as a difference, and the ways out folded", () => {
  const text = one({ findings: [driftFinding()] });
  expect(text).toContain("### 🔴 high: Changed outside Pulumi: The ACL becomes public-read");
  expect(text).toContain("```diff\n- acl: private\n+ acl: public-read\n```");
  expect(text).toContain("<details><summary>Ways out</summary>");
  expect(text).toContain("```\npulumi up --refresh --stack dev --target 'urn'\n```");
});

test("a change of which no value is known is named", () => {
  const changes = [{ path: "size", kind: "update" as const }];
  expect(one({ findings: [driftFinding({ changes })] })).toContain("```diff\n! size\n```");
});

test("a document without an owner is shown as it is, and what has changed since it was accepted", () => {
  const changes = [{ path: "acl", kind: "update" as const, old: "private", new: "public-read" }];
  const text = one({ findings: [driftFinding({ verdict: "unmanaged", new: { acl: "public-read" }, changes })] });
  expect(text).toContain('```diff\n- acl: private\n+ acl: public-read\n+ {"acl":"public-read"}\n```');
});

test("what could not be read, errors, notes and agreements are told", () => {
  const text = one({
    unreadable: [unread("cors")],
    errors: ["the engine broke down"],
    notes: ["granary.drift.yaml:2: fits nothing"],
    accepted: [{ bucket: "web", type: "oss:BucketAcl", id: "web" }],
  });
  expect(text).toContain(
    "### ❔ 1 could not be read: nothing is known about them\n\n- oss:BucketCors cors of bucket web: AccessDenied: ",
  );
  expect(text).toContain("> **Error:** the engine broke down");
  expect(text).toContain("- granary.drift.yaml:2: fits nothing");
  expect(text).toContain("- `oss:BucketAcl web`");
});

test("the account's other buckets are listed, and that there are none is said", () => {
  const account = (buckets: string[]) =>
    driftMarkdown(driftReport([stackDrift()], { account: { buckets, errors: [] } }));
  expect(account(["by-hand"])).toContain(
    "1 buckets of the account are in none of these stacks</summary>\n\n- `by-hand`",
  );
  expect(account([])).toContain("0 buckets of the account are in none of these stacks.");
});

test("values can neither end a block nor begin a line, a mention, a link or a tag", () => {
  const evil = "```\n\n# <b>@all</b>\r\r- [x](http://e)\u202e|`";
  const text = one({
    findings: [
      driftFinding({
        title: evil,
        why: evil,
        resource: evil,
        includes: [evil],
        changes: [{ path: evil, kind: "update", old: evil, new: evil }],
        waysOut: { keep: { text: evil, lines: [evil] }, undo: { text: evil, lines: [evil] } },
      }),
    ],
    unreadable: [unread(evil)],
    errors: [evil],
    notes: [evil],
    agreed: [{ resource: evil, type: evil, path: evil, value: evil }],
    accepted: [{ bucket: "", type: evil, id: evil }],
  });
  // Outside of fenced blocks and inline code nothing of it has a meaning.
  const prose = text.replace(/^(`{3,})\w*\n[\s\S]*?\n\1$/gm, "").replace(/(?<!\\)(`+)(?!`).*?[^`\\]\1(?!`)/g, "");
  expect(prose).not.toMatch(/<b>|@all|^# |(?<!\\)\[x|\u202e|\r/m);
  expect(text.match(/^(`{3,})/gm)!.length % 2).toBe(0);
});

describe("what is too long", () => {
  const many = (count: number, fields = {}) =>
    Array.from({ length: count }, (_, index) =>
      driftFinding({
        resource: `acl-${index}`,
        changes: [{ path: "acl", kind: "update", old: "x".repeat(500), new: "y".repeat(500) }],
        ...fields,
      }),
    );

  test("loses what is agreed first, then the middle of values, then the ways out, then the values; it says so", () => {
    const accepted = Array.from({ length: 2_000 }, (_, index) => ({
      bucket: "web",
      type: "oss:BucketAcl",
      id: `web-${index}`,
    }));
    const first = one({ findings: many(10), accepted });
    expect(first).toContain(
      "Left out for lack of room: what is ignored and accepted, notes, other buckets of the account.",
    );
    expect(first).toContain("x".repeat(500));
    const second = one({ findings: many(40) });
    expect(second).toContain("the middle of long values.");
    expect(second).toContain("(500 characters)");
    const third = one({ findings: many(75) });
    expect(third).toContain("the ways out.");
    expect(third).not.toContain("<summary>Ways out");
    const fourth = one({ findings: many(300) });
    expect(fourth).toContain("the values.");
    for (let index = 0; index < 300; index++)
      expect(fourth).toContain(`**high** changed: bucket web, oss:BucketAcl acl-${index}: acl\n`);
  });

  test("keeps the number of what is not named", () => {
    const text = one({ findings: many(5_000) });
    const named = text.match(/^- \*\*high\*\*/gm)!.length;
    expect(text).toContain(`**${5_000 - named} more** are in the full report.`);
    expect(text).toContain("5000 changed");
  });

  test("keeps the number of what went with a bucket", () => {
    const includes = ["oss:BucketCors a", "oss:BucketTags b"];
    expect(one({ findings: many(300, { includes }) })).toContain("acl-7: acl, and 2 with it\n");
  });

  test("hundreds of errors leave room for the findings, and keep their number", () => {
    const errors = Array.from({ length: 400 }, (_, index) => `error ${index} ${"x".repeat(900)}`);
    const text = one({ errors, findings: many(50) });
    expect(text).toContain("acl-49: acl\n");
    expect(text.match(/\*\*Error:/g)).toHaveLength(3);
    expect(text).toContain("**397 more errors** are in the full report.");
  });

  test("of hundreds of stacks the worst are told, and how many there are besides", () => {
    const stacks = Array.from({ length: 900 }, (_, index) => stackDrift({ stack: `s${index}-${"n".repeat(60)}` }));
    const failed = stackDrift({ stack: "broken", result: "failed", errors: ["no passphrase"] });
    const text = driftMarkdown(driftReport([...stacks, failed]));
    expect(text.length).toBeLessThanOrEqual(60_000);
    expect(text).toContain("shop/broken");
    const told = text.match(/^## /gm)!.length;
    expect(text).toContain(`**${901 - told} more stacks** are in the full report.`);
  });

  test("an account of thousands of buckets keeps their number", () => {
    const buckets = Array.from({ length: 5_000 }, (_, index) => `bucket-${index}`);
    const text = driftMarkdown(driftReport([stackDrift()], { account: { buckets, errors: [] } }));
    expect(text.length).toBeLessThanOrEqual(60_000);
    expect(text).toContain("5000 buckets of the account are in none of these stacks.");
  });

  test("never exceeds its limits, and never loses a count, a stack's marker before a stack's number, or the result", () => {
    const name = fc.string({ unit: "grapheme", maxLength: 60 });
    const value = fc.oneof(fc.string({ unit: "binary", maxLength: 3_000 }), fc.jsonValue());
    const stack = fc.record({
      stack: fc.stringMatching(/^[a-z]{1,20}$/),
      errors: fc.array(fc.string({ maxLength: 2_000 }), { maxLength: 20 }),
      names: fc.array(fc.tuple(name, value, value), { maxLength: 60 }),
      unread: fc.array(name, { maxLength: 40 }),
    });
    const limit = fc.constantFrom(3_000, 10_000, 60_000);
    fc.assert(
      fc.property(fc.array(stack, { minLength: 1, maxLength: 30 }), limit, (drifts, maxCharacters) => {
        const stacks = drifts.map(({ stack: called, errors, names, unread: missing }) =>
          stackDrift({
            stack: called,
            errors,
            findings: names.map(([resource, old, fresh]) =>
              driftFinding({ resource, why: String(old), changes: [{ path: "x", kind: "update", old, new: fresh }] }),
            ),
            unreadable: missing.map(unread),
          }),
        );
        const report = driftReport(stacks);
        const maxBytes = maxCharacters * 2;
        const text = driftMarkdown(report, { maxCharacters, maxBytes });
        expect(text.length).toBeLessThanOrEqual(maxCharacters);
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxBytes);
        const total = stacks.reduce((sum, { findings }) => sum + findings.length, 0);
        expect(text).toContain(`${total} changed, 0 gone, `);
        const headed = text.match(/^## /gm)?.length ?? 0;
        const rest = /\*\*(\d+) more stacks\*\*/.exec(text)?.[1] ?? "0";
        expect(headed + Number(rest)).toBe(stacks.length);
      }),
      { numRuns: 40 },
    );
  });
});
