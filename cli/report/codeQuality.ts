// GitLab Code Quality: a list of findings that the merge request's widget and its diff show.
import type { Severity } from "../rules/types";
import type { Project } from "../stack/project";
import { repositoryPath, uriOf } from "./sarif";
import type { Review } from "./types";
import { placeText } from "./words";

const SEVERITY: Record<Severity, string> = { high: "critical", medium: "major", low: "minor" };

export function reviewCodeQuality(review: Review, project: Project): string {
  const base = repositoryPath(project.folder);
  const entries = review.findings.map((each) => ({
    description: `${placeText(each)}: ${each.why}`,
    check_name: each.rule,
    fingerprint: each.fingerprint,
    severity: SEVERITY[each.severity],
    location: { path: uriOf(base, each.position?.file ?? project.main), lines: { begin: each.position?.line ?? 1 } },
  }));
  return `${JSON.stringify(entries, null, 2)}\n`;
}
