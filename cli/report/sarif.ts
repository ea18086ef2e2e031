// SARIF 2.1.0 for code scanning. Waived findings go along as suppressed: what disappears would count as fixed and flap.
import { execFileSync } from "node:child_process";
import path from "node:path";
import { RULES } from "../rules/table";
import type { Finding, Rule, Severity } from "../rules/types";
import type { Project } from "../stack/project";
import type { Review, Waived } from "./types";
import { placeText, transitionText } from "./words";

const LEVEL: Record<Severity, Level> = { high: "error", medium: "warning", low: "note" };
const SCORE: Record<Severity, string> = { high: "8.9", medium: "6.9", low: "3.9" };
const RANK = ["error", "warning", "note"] as const;
type Level = (typeof RANK)[number];

/** What a rule is, for people who meet it in a list of alerts. */
export interface RuleText extends Pick<Rule, "id" | "title" | "advice" | "severity"> {
  group?: string;
}

/** What a run of one command found in one stack. */
export interface SarifRun {
  /** Tells the results of stacks apart: "granary-review/shop/prod". */
  category: string;
  version: string;
  findings: readonly Finding[];
  waived: readonly Waived[];
  /** Rules besides those of the table. */
  rules?: readonly RuleText[];
  /** What kept the run from being complete. */
  errors: readonly string[];
  project: Project;
  /** GitHub fails a check of its own at any new error: a lower level keeps the gate here. */
  maxLevel: Level;
}

export function reviewSarif(review: Review, project: Project, maxLevel: Level): string {
  const category = `granary-review/${review.project}/${review.stack}`;
  const { version, findings, waived, errors } = review;
  return sarif([{ category, version, findings, waived, errors, project, maxLevel }]);
}

export function sarif(runs: readonly SarifRun[]): string {
  const document = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: runs.map(runEntry),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function runEntry(run: SarifRun): object {
  const level = (severity: Severity): Level =>
    RANK[Math.max(RANK.indexOf(LEVEL[severity]), RANK.indexOf(run.maxLevel))]!;
  const all: (Finding | Waived)[] = [...run.findings, ...run.waived];
  const used = [...new Set(all.map((each) => each.rule))].sort();
  const base = repositoryPath(run.project.folder);
  return {
    tool: {
      driver: {
        name: "granary",
        semanticVersion: run.version,
        rules: used.map((id) => ruleEntry(textOf(id, run.rules), level)),
      },
    },
    automationDetails: { id: run.category },
    invocations: [
      {
        executionSuccessful: run.errors.length === 0,
        toolExecutionNotifications: run.errors.map((text) => ({ level: "error", message: { text } })),
      },
    ],
    results: all.map((each) => ({
      ruleId: each.rule,
      ruleIndex: used.indexOf(each.rule),
      level: level(each.severity),
      message: { text: messageOf(each) },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: uriOf(base, each.position?.file ?? run.project.main), uriBaseId: "%SRCROOT%" },
            region: {
              startLine: each.position?.line ?? 1,
              ...(each.position?.column ? { startColumn: each.position.column } : {}),
            },
          },
          ...(each.urn ? { logicalLocations: [{ fullyQualifiedName: each.urn, kind: "resource" }] } : {}),
        },
      ],
      partialFingerprints: { "granary/v1": each.fingerprint },
      baselineState: "new",
      properties: { severity: each.severity, bucket: each.bucket, property: each.path },
      ...("waiver" in each
        ? { suppressions: [{ kind: "external", status: "accepted", justification: each.waiver.reason }] }
        : {}),
    })),
    columnKind: "utf16CodeUnits",
  };
}

function textOf(id: string, further: readonly RuleText[] = []): RuleText {
  return [...RULES, ...further].find((each) => each.id === id) ?? { id, title: id, advice: "", severity: "medium" };
}

function ruleEntry({ id, title, advice, severity: own, group }: RuleText, level: (severity: Severity) => Level) {
  const severity = own === "inherits" ? "medium" : own;
  return {
    id,
    name: id.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase()),
    shortDescription: { text: title },
    fullDescription: { text: `${title}. ${advice}` },
    help: { text: `${title}. ${advice}`, markdown: `**${title}**\n\n${advice}` },
    defaultConfiguration: { level: level(severity) },
    properties: { "security-severity": SCORE[severity], tags: ["security", ...(group ? [group] : [])] },
  };
}

function messageOf(finding: Finding): string {
  const change = transitionText(finding, 300);
  return [`${placeText(finding)}${change === undefined ? "" : ` (${change})`}`, finding.why, finding.advice]
    .filter(Boolean)
    .join("\n");
}

/** The project's folder, relative to the repository: GitHub takes paths from there. */
export function repositoryPath(folder: string): string {
  try {
    const output = execFileSync("git", ["rev-parse", "--show-prefix"], {
      cwd: folder,
      encoding: "utf8",
      stdio: "pipe",
    });
    return output.trim();
  } catch {
    const relative = path.relative(process.cwd(), folder);
    return relative.startsWith("..") ? "" : relative;
  }
}

export function uriOf(base: string, file: string): string {
  return encodeURI(path.posix.normalize(path.posix.join(base.replaceAll(path.sep, "/"), file)));
}
