import { readFileSync } from "node:fs";
import path from "node:path";
import { reviewOptions } from "../../../../cli/review/options";
import { reaches } from "../../../../cli/rules/severity";

test("the manual has a row for every option, and for no other", () => {
  const read = (...file: string[]) => readFileSync(path.join(__dirname, "..", "..", "..", "..", ...file), "utf8");
  const manual = read("docs", "review.md");
  const rows = [...manual.matchAll(/^\| (`--.+?) \| /gm)].flatMap(([, cell]) =>
    [...cell!.matchAll(/`(--[a-z-]+)/g)].map(([, flag]) => flag!),
  );
  const command = read("cli", "review", "command.ts");
  const options = [...command.matchAll(/\.option\(\s*"(--[a-z-]+)/g)].map(([, flag]) => flag!);
  expect([...new Set(rows)].sort()).toEqual([...options].sort());
});

test.each([
  [{ markdown: "-", json: true }, "only one report can go to stdout"],
  [{ markdown: "-", html: "-" }, "only one report can go to stdout"],
  [{ expect: "abc" }, "--expect: abc is no fingerprint (64 hexadecimal digits)"],
  [{ failOn: "severe" }, "--fail-on is severe; it can be high, medium, low, none"],
  [{ sarifMaxLevel: "high" }, "--sarif-max-level is high; it can be error, warning, note"],
  [{ post: "bitbucket" }, "--post is bitbucket; it can be github, gitlab"],
])("refuses %j", (flags, message) => {
  expect(() => reviewOptions(flags)).toThrow(message);
});

test.each([
  ["high", true, false, false],
  ["medium", true, true, false],
  ["low", true, true, true],
  ["none", false, false, false],
] as const)("the gate %s stops high: %p, medium: %p, low: %p", (gate, high, medium, low) => {
  expect([reaches("high", gate), reaches("medium", gate), reaches("low", gate)]).toEqual([high, medium, low]);
});
