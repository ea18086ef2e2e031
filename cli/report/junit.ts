// JUnit XML: one case per resource that changes, a failure per finding, waived ones as skipped.
import type { Finding } from "../rules/types";
import { escapeXml } from "./escape";
import type { Review, Waived } from "./types";
import { transitionText } from "./words";

export interface JunitSuite {
  name: string;
  /** Every resource looked at: name and type. */
  cases: { key: string; name: string; type: string }[];
  findings: readonly Finding[];
  waived: readonly Waived[];
  errors: readonly string[];
}

export function reviewJunit(review: Review): string {
  const cases = review.steps.map((each) => ({ key: each.urn, name: each.name, type: each.type }));
  const { findings, waived, errors } = review;
  return junitSuites([{ name: `granary review ${review.project}/${review.stack}`, cases, findings, waived, errors }]);
}

export function junitSuites(suites: readonly JunitSuite[]): string {
  const written = suites.map(suiteOf);
  const sum = (name: keyof Counts) => written.reduce((all, { counts }) => all + counts[name], 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    // The schema counts what is skipped in each suite only.
    `<testsuites tests="${sum("tests")}" failures="${sum("failures")}" errors="${sum("errors")}">`,
    ...written.flatMap(({ lines }) => lines),
    "</testsuites>",
    "",
  ].join("\n");
}

interface Counts {
  tests: number;
  failures: number;
  errors: number;
  skipped: number;
}

function countsText({ tests, failures, errors, skipped }: Counts): string {
  return `tests="${tests}" failures="${failures}" errors="${errors}" skipped="${skipped}"`;
}

function suiteOf(suite: JunitSuite): { counts: Counts; lines: string[] } {
  const keys = new Set(suite.cases.map((each) => each.key));
  // Findings about unchanged resources or the stack as a whole have cases of their own.
  const others = [...suite.findings, ...suite.waived].filter((each) => !keys.has(each.urn ?? ""));
  const extra = new Map(
    others.map((each) => [
      each.urn ?? "",
      { key: each.urn ?? "", name: each.resource ?? "stack", type: each.type ?? "stack" },
    ]),
  );
  const cases = [...new Map([...suite.cases, ...extra.values()].map((each) => [each.key, each])).values()];
  const failing = new Set(suite.findings.map((each) => each.urn ?? ""));
  const skipped = cases.filter(
    (each) => !failing.has(each.key) && suite.waived.some((one) => (one.urn ?? "") === each.key),
  );
  const body = cases.flatMap((each) => {
    const failures = suite.findings.filter((one) => (one.urn ?? "") === each.key);
    const waived = failures.length === 0 ? suite.waived.filter((one) => (one.urn ?? "") === each.key) : [];
    return [
      `    <testcase classname="${escapeXml(each.type)}" name="${escapeXml(each.name)}">`,
      ...failures.map(failure),
      ...(waived.length > 0 ? [`      <skipped>${escapeXml(waived.map(skippedText).join("\n"))}</skipped>`] : []),
      "    </testcase>",
    ];
  });
  const errors = suite.errors.map(
    (each) =>
      `    <testcase classname="preview" name="preview">\n      <error message="${escapeXml(each)}"/>\n    </testcase>`,
  );
  const counts: Counts = {
    tests: cases.length + errors.length,
    failures: cases.filter((each) => failing.has(each.key)).length,
    errors: errors.length,
    skipped: skipped.length,
  };
  const lines = [
    `  <testsuite name="${escapeXml(suite.name)}" ${countsText(counts)}>`,
    ...body,
    ...errors,
    "  </testsuite>",
  ];
  return { counts, lines };
}

function skippedText({ rule, waiver }: Waived): string {
  return `${rule}: ${waiver.reason}`;
}

function failure(finding: Finding): string {
  const at = finding.position ? `\nat ${finding.position.file}:${finding.position.line}` : "";
  const change = transitionText(finding, 300);
  const text = `${finding.path ?? ""}${change ? ` ${change}` : ""}\n${finding.why}\n${finding.advice}${at}`.trim();
  return `      <failure type="${finding.severity}" message="${escapeXml(`${finding.rule}: ${finding.title}`)}">${escapeXml(text)}</failure>`;
}
