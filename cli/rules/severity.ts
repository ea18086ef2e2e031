// How much findings weigh.
import type { Severity } from "./types";

export const RANK: Record<Severity, number> = { high: 0, medium: 1, low: 2 };

/** From which severity on findings fail a command. */
export type Gate = Severity | "none";

export function reaches(severity: Severity, gate: Gate): boolean {
  return gate !== "none" && RANK[severity] <= RANK[gate];
}
