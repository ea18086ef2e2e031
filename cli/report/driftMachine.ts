// The drift report for machines: SARIF with a run per stack, JUnit with a suite per stack.
import type { DriftFinding, DriftReport, StackDrift } from "../drift/types";
import type { Project } from "../stack/project";
import { unreadText } from "./driftWords";
import { type JunitSuite, junitSuites } from "./junit";
import { type SarifRun, sarif } from "./sarif";

export function driftSarif(report: DriftReport, project: Project, maxLevel: SarifRun["maxLevel"]): string {
  return sarif(
    report.stacks.map((drift) => ({
      category: `granary-drift/${drift.project}/${drift.stack}`,
      version: report.version,
      findings: drift.findings,
      waived: [],
      errors: [...drift.errors, ...drift.unreadable.map((each) => `could not be read: ${unreadText(each)}`)],
      project,
      maxLevel,
    })),
  );
}

export function driftJunit(report: DriftReport): string {
  return junitSuites(report.stacks.map(suiteOf));
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
    errors: [...drift.errors, ...drift.unreadable.map((each) => `could not be read: ${unreadText(each)}`)],
  };
}

function keyOf({ urn, type, id }: DriftFinding): string {
  return urn ?? `${type} ${id}`;
}
