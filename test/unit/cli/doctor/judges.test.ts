import { judgeClock, judgeFormat } from "../../../../cli/doctor/credentials";
import { judgeEngine, judgeNode } from "../../../../cli/doctor/environment";
import { judgeBlocks, judgeCertificates } from "../../../../cli/doctor/stackLive";
import { judgeTls } from "../../../../cli/doctor/tls";
import { satisfies } from "../../../../cli/doctor/versions";

const MINUTE = 60_000;
const DAY = 86_400_000;

describe("versions", () => {
  test.each([
    ["22.19.0", ">=22.19", true],
    ["22.18.9", ">=22.19", false],
    ["3.270.0", "^3.270.0", true],
    ["3.269.9", "^3.270.0", false],
    ["4.0.0", "^3.270.0", false],
    ["6.0.3", ">= 3.8.3 < 7", true],
    ["7.0.0", ">= 3.8.3 < 7", false],
    ["6.0.9", "~6.0.3", true],
    ["6.1.0", "~6.0.3", false],
    ["0.3.0", "^0.2.1", false],
    ["5.9.2", "^4.0.0 || ^5.0.0", true],
    ["1.2.3", "*", true],
  ])("%s in %s: %s", (version, range, expected) => {
    expect(satisfies(version, range)).toBe(expected);
  });

  test("Node.js before 22.19 is broken", () => {
    expect(judgeNode("22.18.0").kind).toBe("broken");
    expect(judgeNode("22.19.0").kind).toBe("ok");
  });

  test("an engine needs 3.227, and 3.254 to import into the dynamic front", () => {
    expect(judgeEngine("3.226.0", "pulumi").kind).toBe("broken");
    expect(judgeEngine("3.227.0", "pulumi").kind).toBe("hint");
    expect(judgeEngine("3.253.9", "pulumi").kind).toBe("hint");
    expect(judgeEngine("3.254.0", "pulumi").kind).toBe("ok");
  });
});

test.each([
  [30_000, "ok"],
  [-59_000, "ok"],
  [61_000, "hint"],
  [-14 * MINUTE, "hint"],
  [15 * MINUTE, "broken"],
  [-15 * MINUTE, "broken"],
])("a clock that differs by %i ms is %s", (skew, kind) => {
  expect(judgeClock(skew).kind).toBe(kind);
});

test.each([
  ["a plain key", "LTAI5tAbC", "ok"],
  ["a line end", "LTAI5tAbC\n", "hint"],
  ["quotes", '"LTAI5tAbC"', "broken"],
  ["a space inside", "LTAI5t AbC", "broken"],
  ["no key", undefined, "skipped"],
])("key with %s", (_, value, kind) => {
  const finding = judgeFormat([["OSS_ACCESS_KEY_ID", value]]);
  expect(finding.kind).toBe(kind);
  expect(JSON.stringify(finding)).not.toContain("LTAI5t");
});

test.each([
  ["TLSv1.3", undefined, 90 * DAY, "ok"],
  ["TLSv1.2", undefined, 13 * DAY, "hint"],
  ["TLSv1.1", undefined, 90 * DAY, "broken"],
  ["TLSv1.3", "self-signed certificate", 90 * DAY, "broken"],
])("%s, problem %s, %i ms left: %s", (version, problem, left, kind) => {
  expect(judgeTls(version, problem, left).kind).toBe(kind);
});

describe("certificates of domains", () => {
  const now = Date.parse("2026-11-21T00:00:00Z");
  const document = (end: string) =>
    new Map([
      [
        "shop",
        `<ListCnameResult><Cname><Domain>www.example.com</Domain><Certificate><CertId>1</CertId><ValidEndDate>${end}</ValidEndDate></Certificate></Cname></ListCnameResult>`,
      ],
    ]);

  test.each([
    ["Dec 25 00:00:00 2026 GMT", "ok"],
    ["Dec 20 00:00:00 2026 GMT", "hint"],
    ["Nov 20 23:59:59 2026 GMT", "broken"],
  ])("one that ends on %s is %s", (end, kind) => {
    expect(judgeCertificates(document(end), now).kind).toBe(kind);
  });

  test("the days that are left are told", () => {
    expect(judgeCertificates(document("Dec 1 00:00:00 2026 GMT"), now).lines).toEqual([
      "www.example.com: ends in 10 days",
    ]);
  });
});

test("a bucket counts as blocked only where the service says so", () => {
  const yes =
    "<PublicAccessBlockConfiguration><BlockPublicAccess>true</BlockPublicAccess></PublicAccessBlockConfiguration>";
  expect(judgeBlocks(new Map([["a", yes]])).kind).toBe("ok");
  const mixed = new Map([
    ["a", yes],
    ["b", yes.replace("true", "false")],
    ["c", undefined],
  ]);
  expect(judgeBlocks(mixed)).toMatchObject({ kind: "hint", lines: ["b", "c"] });
});
