// The drift report as one HTML file.
import { driftHtml } from "../../../../cli/report/driftHtml";
import { driftFinding, driftReport, stackDrift } from "../support/drift";

const failed = stackDrift({ stack: "prod", result: "failed", errors: ["no passphrase"] });
const verdictOf = (html: string) => /<p class="verdict (\w+)">([^<]*)<\/p>/.exec(html)!.slice(1);

test("says in its first line what came out, in the colour of it", () => {
  expect(verdictOf(driftHtml(driftReport([stackDrift()])))).toEqual(["good", "In sync"]);
  expect(verdictOf(driftHtml(driftReport([stackDrift({ findings: [driftFinding()] })])))).toEqual(["bad", "1 changed"]);
  const passed = stackDrift({ findings: [driftFinding({ severity: "low" })], result: "clean" });
  expect(verdictOf(driftHtml(driftReport([passed])))).toEqual(["warn", "1 changed"]);
  const asked = driftReport([stackDrift()], { question: "pre-deploy" });
  expect(verdictOf(driftHtml(asked))).toEqual(["good", "The program overwrites nothing"]);
});

test("the findings of all stacks stand together, the worst first, each with its stack", () => {
  const low = driftFinding({ severity: "low", resource: "first" });
  const high = driftFinding({ severity: "high", resource: "second", stack: "prod" });
  const html = driftHtml(
    driftReport([stackDrift({ findings: [low] }), stackDrift({ stack: "prod", findings: [high] })]),
  );
  expect(html.indexOf("<bdi>second</bdi>")).toBeLessThan(html.indexOf("<bdi>first</bdi>"));
  expect(html).toContain("stack <code>prod</code>");
});

test("a stack that failed hides no other, and an account that could not be listed is told", () => {
  const account = { buckets: ["by-hand"], errors: ["GetService: AccessDenied"] };
  const html = driftHtml(driftReport([stackDrift({ findings: [driftFinding()] }), failed], { account }));
  expect(html).toContain('<pre class="error">prod: no passphrase</pre>');
  expect(html).toContain('<pre class="error">GetService: AccessDenied</pre>');
  expect(html).toContain("<code>by-hand</code>");
  expect(html).toContain("<bdi>acl</bdi>");
});

test("what comes from programs and services is text, and nothing is asked for from outside", () => {
  const evil = '"><script>1</script><img src=x>\u202e';
  const finding = driftFinding({
    title: evil,
    why: evil,
    resource: evil,
    bucket: evil,
    includes: [evil],
    changes: [
      { path: evil, kind: "update", old: evil, new: evil },
      { path: "b", kind: "add", new: { [evil]: evil } },
    ],
    waysOut: { keep: { text: evil, lines: [evil] }, undo: { text: evil, lines: [evil] } },
  });
  const html = driftHtml(
    driftReport(
      [
        stackDrift({
          stack: evil,
          findings: [finding],
          unreadable: [{ name: evil, type: evil, code: evil, message: evil, unowned: false }],
          ignored: [{ verdict: "changed", resource: evil, type: evil, path: evil, reason: evil, source: evil }],
          accepted: [{ bucket: evil, type: evil, id: evil }],
          agreed: [{ resource: evil, type: evil, path: evil, value: evil }],
          errors: [evil],
          notes: [evil],
        }),
        stackDrift(),
      ],
      { account: { buckets: [evil], errors: [evil] } },
    ),
  );
  expect(html).not.toMatch(/<script|<img|\u202e/);
  expect(html.match(/&lt;script&gt;/g)!.length).toBeGreaterThan(20);
});
