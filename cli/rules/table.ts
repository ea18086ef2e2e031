// Every rule, in the order of the manual: access, data loss, irreversible, protection.
import { access } from "./access";
import { dataLoss } from "./dataLoss";
import { irreversible } from "./irreversible";
import { lifecycleRules } from "./lifecycleRules";
import { policyRules } from "./policyRules";
import { protection } from "./protection";
import { publication } from "./publication";
import { notJudged, stackRules } from "./stackRules";
import type { Group, Rule } from "./types";

const ORDER: readonly Group[] = ["access", "data loss", "irreversible", "protection"];

export const RULES: readonly Rule[] = [
  ...access,
  ...policyRules,
  ...publication,
  ...dataLoss,
  ...lifecycleRules,
  ...irreversible,
  ...protection,
  ...stackRules,
  notJudged,
].sort((a, b) => ORDER.indexOf(a.group) - ORDER.indexOf(b.group));

export function ruleOf(id: string): Rule | undefined {
  return RULES.find((each) => each.id === id);
}
