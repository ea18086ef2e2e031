// Stacks put together.
import { exitCode, failedStack, makeReport, type Parts } from "../../../../cli/drift/report";
import type { DriftResult } from "../../../../cli/drift/types";
import { Interrupted, UsageError } from "../../../../cli/errors";
import { ConfigError } from "../../../../provider/http/errors";
import { stackDrift } from "../support/drift";

const project = { name: "shop", folder: "/", file: "/Pulumi.yaml", main: "index.ts" };
const options: Parts["options"] = { gate: "low", strict: false, preDeploy: false };
const report = (results: DriftResult[], account?: Parts["account"]) =>
  makeReport({
    stacks: results.map((result) => stackDrift({ result })),
    account,
    version: "0.1.0",
    seconds: 1,
    options,
  });

test.each<[DriftResult[], DriftResult, number]>([
  [["clean", "clean"], "clean", 0],
  [["clean", "drift"], "drift", 1],
  [["drift", "incomplete", "clean"], "incomplete", 3],
  [["failed", "drift"], "failed", 3],
])("stacks that are %j are together %s: exit %i", (results, result, code) => {
  expect(report(results).result).toBe(result);
  expect(exitCode(report(results))).toBe(code);
});

test("an account that could not be listed leaves the report incomplete", () => {
  expect(report(["clean"], { buckets: [], errors: ["denied"] }).result).toBe("incomplete");
  expect(report(["clean"], { buckets: ["by-hand"], errors: [] }).result).toBe("clean");
});

test("the question is part of the report", () => {
  expect(report(["clean"]).question).toBe("drift");
  const asked = makeReport({ stacks: [], version: "0", seconds: 0, options: { ...options, preDeploy: true } });
  expect(asked.question).toBe("pre-deploy");
});

describe("a stack that fails", () => {
  const config = new ConfigError({ setting: "granary:oss.region", problem: "missing", whereToSet: "set it" });

  test.each([new UsageError("no stack named dev"), config])("beside others is one of the results: %s", (error) => {
    const failed = failedStack(project, "dev", error, ["dev", "prod"]);
    expect(failed).toMatchObject({ project: "shop", stack: "dev", result: "failed", errors: [error.message] });
    expect(Object.values(failed.counts).every((count) => count === 0)).toBe(true);
  });

  test("alone is wrong use", () => {
    expect(() => failedStack(project, "dev", new UsageError("no stack named dev"), ["dev"])).toThrow(UsageError);
    expect(failedStack(project, "dev", config, ["dev"]).result).toBe("failed");
  });

  test("by a signal or by a defect ends the run", () => {
    expect(() => failedStack(project, "dev", new Interrupted("SIGINT"), ["dev", "prod"])).toThrow(Interrupted);
    expect(() => failedStack(project, "dev", new TypeError("defect"), ["dev", "prod"])).toThrow(TypeError);
  });
});
