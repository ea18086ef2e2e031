// Every check, in the order in which they are shown.
import { UsageError } from "../errors";
import { credentialChecks } from "./credentials";
import { endpointChecks } from "./endpoint";
import { environmentChecks } from "./environment";
import { permissionChecks } from "./permissions";
import { stackChecks } from "./stack";
import { type Check, GROUPS } from "./types";

export const CHECKS: readonly Check[] = [
  ...environmentChecks,
  ...credentialChecks,
  ...endpointChecks,
  ...permissionChecks,
  ...stackChecks,
];

/** The checks with these ids and of these groups; all of them where none is named. */
export function chooseChecks(names: readonly string[]): readonly Check[] {
  if (names.length === 0) return CHECKS;
  const known = new Set<string>([...GROUPS, ...CHECKS.map(({ id }) => id)]);
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new UsageError(`there is no check or group "${unknown}"; granary doctor --list-checks shows what there is`);
  }
  return CHECKS.filter(({ id, group }) => names.includes(id) || names.includes(group));
}
