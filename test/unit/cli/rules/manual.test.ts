import { readFileSync } from "node:fs";
import path from "node:path";
import { RULES } from "../../../../cli/rules/table";

test("the manual lists every rule of the table, with its severity", () => {
  const manual = readFileSync(path.join(__dirname, "..", "..", "..", "..", "docs", "review.md"), "utf8");
  const rows = [...manual.matchAll(/^\| `([a-z-]+)` \| (high|medium|low|inherits) \| (.+) \|$/gm)];
  const listed = rows.map(([, id, severity, title]) => ({ id, severity, title }));
  expect(listed).toEqual(RULES.map(({ id, severity, title }) => ({ id, severity, title })));
});
