// The comment on a pull request: its shape, its limits, and that no value of a program gets out of its place.
import { reviewMarkdown, reviewMarker } from "../../../../cli/report/markdown";
import { finding, review } from "../support/review";

test("the marker comes first, then the verdict, the finding in full and the change", () => {
  const text = reviewMarkdown(review({ findings: [finding()] }));
  expect(text.split("\n").slice(0, 3)).toEqual([
    "<!-- granary:review stack=shop/dev -->",
    "",
    "## ⛔ 1 high, 0 medium, 0 low · \\~1 · shop/dev",
  ]);
  expect(text).toContain("### 🔴 high: The ACL becomes public-read");
  expect(text).toContain("`acl-public-read` · bucket web, oss:BucketAcl acl: acl · `index.ts:7`");
  expect(text).toContain("`private` → `public-read`");
  expect(text).toContain("**What to do:** Keep the ACL private.");
  expect(text).toContain("| ~ update | `oss:BucketAcl` acl | `acl` |");
  expect(text).toContain("```diff\n  oss:BucketAcl acl\n- acl: private\n+ acl: public-read\n```");
});

test("a short change is open, a long one is folded", () => {
  const changes = Array.from({ length: 20 }, (_, index) => ({
    path: `tags.t${index}`,
    kind: "add" as const,
    new: "x",
  }));
  const [step] = review().steps;
  expect(reviewMarkdown(review())).toContain("<details open><summary>web</summary>");
  expect(reviewMarkdown(review({ steps: [{ ...step!, changes }] }))).toContain("<details><summary>web</summary>");
});

test("values can't break out: fences, HTML, mentions, tables", () => {
  const evil = "```\n</details><script>alert(1)</script> @everyone | a | `b`";
  const [step] = review().steps;
  const text = reviewMarkdown(
    review({
      findings: [finding({ new: evil, why: evil, resource: evil })],
      steps: [{ ...step!, name: evil, changes: [{ path: "acl", kind: "update", old: evil, new: "`" }] }],
    }),
  );
  const outside = text.replace(/^(`{3,})diff\n[\s\S]*?\n\1$/gm, "").replace(/(`+)[^\n]*?[^`]\1(?!`)/g, "");
  expect(outside).not.toMatch(/<script|@everyone/);
  expect(text).toMatch(/^````diff$/m);
});

test("no value can become a command of GitLab, which stands at the start of a line", () => {
  const text = reviewMarkdown(
    review({ findings: [finding({ why: "/merge may do everything." })], errors: ["/close"] }),
  );
  expect(text).not.toMatch(/^\s*\//m);
  expect(text).toContain("\n\\/merge may do everything.\n");
});

test("the marker of a stack can't be closed early, and differs by project", () => {
  expect(reviewMarker({ project: "a", stack: "x-->y" })).toBe(
    "<!-- granary:review stack=a/x-_-_y -->".replace("-_-_", "-__"),
  );
  expect(reviewMarker({ project: "b", stack: "dev" })).not.toBe(reviewMarker({ project: "a", stack: "dev" }));
});

describe("what is too long", () => {
  const many = (count: number, severity: "high" | "medium" | "low", length = 20) =>
    Array.from({ length: count }, (_, index) =>
      finding({
        severity,
        bucket: `${severity}-${index}`,
        rule: severity === "low" ? "cors-any-origin" : "acl-public-read",
        why: "w".repeat(length),
      }),
    );

  test("loses the surroundings first, and says so", () => {
    const standing = Array.from({ length: 2_000 }, (_, index) => ({
      bucket: `b${index}`,
      text: "anyone may read it",
      rule: "acl-public-read",
    }));
    const text = reviewMarkdown(review({ findings: many(3, "low"), standing }));
    expect(text.length).toBeLessThanOrEqual(60_000);
    expect(text).toContain(
      "Left out for lack of room: what was so before the change. The full report is among the artifacts",
    );
    expect(text).toContain("w".repeat(20));
  });

  test("then the middle of long values", () => {
    const long = `start${"x".repeat(1_900)}end`;
    const text = reviewMarkdown(review({ findings: Array.from({ length: 60 }, () => finding({ new: long })) }));
    expect(text).toContain("(1908 characters)");
    expect(text).toMatch(/start[x]+ … /);
  });

  test("then low findings become counts; high and medium ones all stay, with their counts", () => {
    const findings = [...many(60, "high", 300), ...many(60, "medium", 300), ...many(400, "low", 300)];
    const text = reviewMarkdown(review({ findings }), { reportUrl: "https://ci.example/report" });
    expect(text.length).toBeLessThanOrEqual(60_000);
    expect(text).toContain("🔵 400 low: `cors-any-origin` × 400");
    for (let index = 0; index < 60; index++)
      for (const severity of ["high", "medium"]) expect(text).toContain(`bucket ${severity}-${index},`);
    expect(text).toContain("60 high, 60 medium, 400 low");
    expect(text).toContain("The full report: https://ci.example/report");
  });

  test("the order is fixed, and rule, place and counts of what blocks stay in any case", () => {
    const long = "v".repeat(600);
    const [step] = review().steps;
    const all = review({
      findings: [
        ...["high", "medium"].map((severity) =>
          finding({
            severity: severity as "high",
            new: long,
            why: `reason of ${severity}`,
            advice: `remedy of ${severity}`,
          }),
        ),
        finding({ severity: "low", rule: "cors-any-origin", why: "reason of low" }),
      ],
      standing: [{ bucket: "web", text: "it was so", rule: "acl-public-read" }],
      steps: Array.from({ length: 5 }, (_, index) => ({
        ...step!,
        name: `acl-${index}`,
        changes: [{ path: "changed.path", kind: "update" as const, old: "a", new: "b" }],
      })),
    });
    const parts = ["it was so", long, "reason of low", "changed.path", "remedy of medium", "reason of medium"];
    const seen = new Set<string>();
    for (let maxCharacters = 8_000; maxCharacters > 700; maxCharacters -= 20) {
      const text = reviewMarkdown(all, { maxCharacters });
      expect(text.length).toBeLessThanOrEqual(maxCharacters);
      for (const severity of ["high", "medium"])
        expect(text).toMatch(new RegExp(`${severity}.{0,80}acl-public-read|### .* ${severity}:`));
      expect(text).toContain("1 high, 1 medium, 1 low");
      seen.add(parts.map((part) => (text.includes(part) ? "1" : "0")).join(""));
    }
    // Each part goes after those before it, and never comes back.
    for (const state of seen) expect(state).toMatch(/^0*1*$/);
    expect([...seen][0]).toBe("111111");
    expect([...seen].at(-1)).toBe("000000");
    expect(seen.size).toBeGreaterThanOrEqual(5);
  });

  test("bytes are counted too: Chinese text takes three each", () => {
    const text = reviewMarkdown(review({ findings: many(5, "high"), notes: ["检".repeat(400)] }), { maxBytes: 3_000 });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(3_000);
  });

  test("a thousand high findings still fit, each by name", () => {
    const text = reviewMarkdown(review({ findings: many(600, "high", 500) }));
    expect(text.length).toBeLessThanOrEqual(60_000);
    for (let index = 0; index < 600; index++) expect(text).toContain(`bucket high-${index},`);
  });
});
