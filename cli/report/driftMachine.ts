// The drift report for machines: SARIF with a run per stack, JUnit with a suite per stack.
import type { DriftFinding, DriftReport, StackDrift } from "../drift/types";
import type { Project } from "../stack/project";
import { unreadText } from "./driftWords";
import { type JunitSuite, junitSuites } from "./junit";
import { type RuleText, type SarifRun, sarif } from "./sarif";

/** Drift on which no rule of the review has a word. */
const RULES: readonly RuleText[] = [
  {
    id: "drift-changed",
    severity: "low",
    title: "Changed outside Pulumi",
    advice:
      "Put the live value into the program, write what is recorded with `pulumi up --refresh`, or agree to it in granary.drift.yaml.",
    group: "drift",
  },
  {
    id: "drift-gone",
    severity: "medium",
    title: "Deleted outside Pulumi",
    advice: "Make it again with `pulumi up --refresh`, or take it out of the program.",
    group: "drift",
  },
  {
    id: "drift-unmanaged",
    severity: "low",
    title: "Exists without an owner",
    advice:
      "No resource owns it, so updates neither change nor remove it. Take it over into the program, remove it with the tool that made it, or accept it with `granary drift --record`.",
    group: "drift",
  },
];

export function driftSarif(report: DriftReport, project: Project, maxLevel: SarifRun["maxLevel"]): string {
  return sarif(
    report.stacks.map((drift, index) => ({
      category: `granary-drift/${drift.project}/${drift.stack}`,
      version: report.version,
      findings: drift.findings,
      waived: [],
      rules: RULES,
      // The account is no stack: what is wrong with it stands in the first run.
      errors: [...errorsOf(drift), ...(index === 0 ? (report.account?.errors ?? []) : [])],
      project,
      maxLevel,
    })),
  );
}

export function driftJunit(report: DriftReport): string {
  const suites = report.stacks.map(suiteOf);
  const { errors = [] } = report.account ?? {};
  if (errors.length > 0) suites.push({ name: "granary drift account", cases: [], findings: [], waived: [], errors });
  return junitSuites(suites);
}

function errorsOf({ errors, unreadable }: StackDrift): string[] {
  return [...errors, ...unreadable.map((each) => `could not be read: ${unreadText(each)}`)];
}

function suiteOf(drift: StackDrift): JunitSuite {
  const cases = drift.findings.map((each) => ({ key: keyOf(each), name: each.resource ?? "", type: each.type ?? "" }));
  return {
    name: `granary drift ${drift.project}/${drift.stack}`,
    // What is in sync is one case: that it is there at all shows that the stack was looked at.
    cases: [
      ...cases,
      ...(drift.result === "failed" ? [] : [{ key: "in-sync", name: `${drift.counts.inSync} in sync`, type: "stack" }]),
    ],
    findings: drift.findings.map((each) => ({ ...each, urn: keyOf(each) })),
    waived: [],
    errors: errorsOf(drift),
  };
}

function keyOf({ urn, type, id }: DriftFinding): string {
  return urn ?? `${type} ${id}`;
}
