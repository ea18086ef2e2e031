// A change on which each rule fires, with its severity, and a neighbour on which it stays silent.
import { accessCases } from "./accessCases";
import type { RuleCases } from "./builders";
import { lifecycleCases } from "./lifecycleCases";
import { lossCases } from "./lossCases";
import { policyCases } from "./policyCases";
import { protectionCases } from "./protectionCases";
import { publicationCases } from "./publicationCases";

export const CASES: Record<string, RuleCases> = {
  ...accessCases,
  ...policyCases,
  ...publicationCases,
  ...lifecycleCases,
  ...lossCases,
  ...protectionCases,
};
