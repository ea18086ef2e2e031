// The command line of `granary drift`.
import path from "node:path";
import { driftOptions } from "../../../../cli/drift/options";

test("without flags it asks about the selected stack and fails at any drift", () => {
  expect(driftOptions({})).toMatchObject({
    cwd: process.cwd(),
    stacks: [],
    all: false,
    concurrency: 4,
    gate: "low",
    strict: false,
    preDeploy: false,
    account: false,
    record: false,
    json: false,
    files: {},
    sarifMaxLevel: "error",
  });
});

test("stacks are asked once each, in order; files are those of this folder", () => {
  const options = driftOptions({
    stack: ["prod", "dev", "prod"],
    markdown: "-",
    html: "out/d.html",
    baseline: "b.json",
  });
  expect(options.stacks).toEqual(["dev", "prod"]);
  expect(options.files).toEqual({ markdown: "-", html: path.resolve("out/d.html") });
  expect(options.baseline).toBe(path.resolve("b.json"));
});

test.each([
  [{ concurrency: "0" }, "--concurrency is 0; it can be 1 to 64"],
  [{ concurrency: "65" }, "--concurrency is 65; it can be 1 to 64"],
  [{ concurrency: "2.5" }, "--concurrency is 2.5; it can be 1 to 64"],
  [{ concurrency: "many" }, "--concurrency is many; it can be 1 to 64"],
  [{ failOn: "severe" }, "--fail-on is severe; it can be high, medium, low, none"],
  [{ sarifMaxLevel: "fatal" }, "--sarif-max-level is fatal; it can be error, warning, note"],
  [{ all: true, stack: ["dev"] }, "give either --stack or --all"],
  [{ json: true, markdown: "-" }, "only one report can go to stdout"],
  [{ markdown: "-", junit: "-" }, "only one report can go to stdout"],
  [
    { record: true, preDeploy: true },
    "--record accepts documents without an owner, which --pre-deploy does not look for",
  ],
  [{ account: true, preDeploy: true }, "--account lists buckets, which --pre-deploy does not"],
])("refuses %j", (flags, message) => {
  expect(() => driftOptions(flags)).toThrow(expect.objectContaining({ name: "UsageError", message }));
});
