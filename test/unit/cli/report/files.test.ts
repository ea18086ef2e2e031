// HTML, SARIF, JUnit, Code Quality and the terminal.

import { reviewCodeQuality } from "../../../../cli/report/codeQuality";
import { reviewHtml } from "../../../../cli/report/html";
import { reviewJunit } from "../../../../cli/report/junit";
import { reviewSarif } from "../../../../cli/report/sarif";
import { reviewText } from "../../../../cli/report/text";
import { readXml } from "../../../../provider/http/xml";
import { finding, review } from "../support/review";

const project = { name: "shop", folder: "/", file: "/Pulumi.yaml", main: "index.ts" };
const waived = {
  ...finding({ rule: "versioning-off", severity: "high" }),
  waiver: { reason: "scratch data", source: "granary.review.yaml:2" },
};
const full = review({
  findings: [finding(), finding({ rule: "cors-any-origin", severity: "low", position: undefined })],
  waived: [waived],
});

describe("HTML", () => {
  const html = reviewHtml(full);

  test("asks for nothing from outside and runs no script", () => {
    expect(html).not.toMatch(/<script|<link|<img|src=|url\(|@import|https?:/);
    expect(html).toContain(
      `content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"`,
    );
  });

  test("has a check box per severity; where there is nothing to filter it can't be used", () => {
    const boxes = [...html.matchAll(/<input type="checkbox" id="show-(\w+)" autocomplete="off" (\w+)>/g)];
    expect(boxes.map((each) => [each[1], each[2]])).toEqual([
      ["high", "checked"],
      ["medium", "disabled"],
      ["low", "checked"],
    ]);
    expect(reviewHtml(review())).not.toContain("<input");
  });

  test("escapes what comes from programs, and shows what would turn the direction of text", () => {
    const text = reviewHtml(
      review({
        project: "<b>",
        findings: [finding({ new: '"><img src=x>', why: "<script>1</script>", resource: "acl\u202egnp" })],
      }),
    );
    expect(text).not.toMatch(/<script|<img|<b>[^<]*<\/title>|\u202e/);
    expect(text).toContain("&lt;script&gt;");
    expect(text).toContain("acl[U+202E]gnp");
  });

  test("a document is compared line by line, a string that holds one too", () => {
    const policy = (action: string) => ({
      Version: "1",
      Statement: [{ Effect: "Allow", Action: [action], Note: "n".repeat(200) }],
    });
    const diff = /<del>−\s+"oss:GetObject"\n<\/del><ins>\+\s+"oss:\*"\n<\/ins>/;
    const [old, fresh] = [policy("oss:GetObject"), policy("oss:*")];
    const shown = (values: object) => reviewHtml(review({ findings: [finding(values)] })).replaceAll("&quot;", '"');
    expect(shown({ old, new: fresh })).toMatch(diff);
    expect(shown({ old: JSON.stringify(old), new: JSON.stringify(fresh) })).toMatch(diff);
  });
});

describe("SARIF", () => {
  const log = JSON.parse(reviewSarif(full, project, "error"));
  const [run] = log.runs;

  test("has levels, scores, stable fingerprints and a place for each result", () => {
    expect(log.version).toBe("2.1.0");
    expect(run.results[0]).toMatchObject({
      ruleId: "acl-public-read",
      level: "error",
      partialFingerprints: { "granary/v1": "0123456789abcdef" },
      locations: [
        { physicalLocation: { artifactLocation: { uri: "index.ts" }, region: { startLine: 7, startColumn: 1 } } },
      ],
    });
    expect(run.results[1]).toMatchObject({
      level: "note",
      locations: [{ physicalLocation: { region: { startLine: 1 } } }],
    });
    const rule = run.tool.driver.rules[run.results[0].ruleIndex];
    expect(rule).toMatchObject({ id: "acl-public-read", properties: { "security-severity": "8.9" } });
  });

  test("keeps waived findings as suppressed", () => {
    expect(run.results[2]).toMatchObject({
      ruleId: "versioning-off",
      suppressions: [{ kind: "external", justification: "scratch data" }],
    });
  });

  test("--sarif-max-level lowers the level, so that the code host's own check passes", () => {
    const levels = JSON.parse(reviewSarif(full, project, "warning")).runs[0].results.map(
      (each: { level: string }) => each.level,
    );
    expect(levels).toEqual(["warning", "note", "warning"]);
  });
});

test("JUnit has a case per resource, a failure per finding, and is well-formed for any value", () => {
  const text = reviewJunit(
    review({
      findings: [finding({ why: 'a <b> & "c" \u0000\u0007' })],
      waived: [{ ...waived, urn: "urn:other", resource: "versioning" }],
      errors: ["it broke"],
    }),
  );
  expect(text).toContain('tests="3" failures="1" errors="1" skipped="1"');
  expect(text).toContain("<skipped>versioning-off: scratch data</skipped>");
  expect(() => readXml(text, "testsuites", ["testsuite.testcase"])).not.toThrow();
});

test("Code Quality has GitLab's five fields", () => {
  expect(JSON.parse(reviewCodeQuality(full, project))[0]).toEqual({
    description: "bucket web, oss:BucketAcl acl: acl: Anyone can download every object of web.",
    check_name: "acl-public-read",
    fingerprint: "0123456789abcdef",
    severity: "critical",
    location: { path: "index.ts", lines: { begin: 7 } },
  });
});

test("the terminal gets no control characters of a program, and no text that is turned around or hidden", () => {
  const [esc, csi] = ["\u001b", "\u009b"];
  const evil = `${esc}]0;title\u0007${esc}[2J${csi}2J${esc}[8m\u202egnp\u007f`;
  const text = reviewText(review({ findings: [finding({ new: evil, why: "a\rb" })] }), { color: false });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  expect(text).toContain("\\u001b]0;title\\u0007\\u001b[2J\\u009b2J\\u001b[8m\\u202egnp\\u007f");
});
