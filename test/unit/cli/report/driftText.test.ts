// The drift report for a terminal.
import { driftText } from "../../../../cli/report/driftText";
import { driftFinding, driftReport, stackDrift } from "../support/drift";

const plain = { color: false };
const unread = {
  name: "cors",
  type: "oss:BucketCors",
  bucket: "web",
  code: "AccessDenied",
  requestId: "5C06A3B67B8B5A3DA422299D",
  message: "GetBucketCors on web: AccessDenied (403)\nsecond line",
  unowned: false,
};

test("a finding says what, where, from what to what, and the ways out; the result is the last line", () => {
  expect(driftText(driftReport([stackDrift({ findings: [driftFinding()] })]), plain)).toBe(
    `shop/dev: 1 changed · 4 in sync

high    changed  bucket web, oss:BucketAcl acl  acl-public-read
        acl: private → public-read
        Somebody changed it outside Pulumi. Anyone can download every object of web.
        at index.ts:7:1
        Keep it: in the program, give oss:BucketAcl acl (index.ts:7):
            acl: "public-read",
        Undo it: write what is recorded:
            pulumi up --refresh --stack dev --target 'urn'
        Ignore it:
            - { resource: "acl", reason: "say why" }

result: drift; 1 changed, 0 gone, 0 unreadable, 0 unmanaged; 4 in sync; 1 high, 0 medium, 0 low; 17 reads in 2.3 s
`,
  );
});

test("what could not be read is told with code and request id, and the first line of the message", () => {
  const text = driftText(driftReport([stackDrift({ unreadable: [unread] })]), plain);
  expect(text).toContain(
    "unreadable  oss:BucketCors cors of bucket web: AccessDenied, request 5C06A3B67B8B5A3DA422299D\n        GetBucketCors on web: AccessDenied (403)\n",
  );
  expect(text).not.toContain("second line");
});

test("what is ignored and accepted is counted, and shown with --verbose", () => {
  const drift = stackDrift({
    ignored: [
      {
        verdict: "changed",
        resource: "tags",
        type: "oss:BucketTags",
        path: "tags.team",
        old: "web",
        new: "ops",
        reason: "billing",
        expires: "2027-01-31",
        source: "granary.drift.yaml:2",
      },
    ],
    accepted: [{ bucket: "web", type: "oss:BucketCors", id: "web" }],
  });
  const short = driftText(driftReport([drift]), plain);
  expect(short).toContain("shop/dev: In sync · 4 in sync · 1 ignored, 1 accepted\n");
  expect(short).not.toContain("billing");
  const long = driftText(driftReport([drift]), { color: false, verbose: true });
  expect(long).toContain(
    "ignored  oss:BucketTags tags: tags.team: web → ops (billing until 2027-01-31, granary.drift.yaml:2)\n",
  );
  expect(long).toContain("accepted  oss:BucketCors web\n");
});

test("each of several stacks has its own part, a failed one too, and the account stands behind them", () => {
  const failed = stackDrift({ stack: "prod", result: "failed", errors: ["no passphrase\nset it"] });
  const account = { buckets: ["by-hand"], errors: ["GetService: AccessDenied"] };
  const text = driftText(driftReport([stackDrift(), failed], { account }), plain);
  expect(text).toMatch(/^shop\/dev: In sync/);
  expect(text).toContain("shop/prod: Nothing is known: the stack could not be read");
  expect(text).toContain("\nerror: no passphrase\nset it\n");
  expect(text).toContain(
    "1 buckets of the account are in none of these stacks:\n  by-hand\nerror: GetService: AccessDenied\n",
  );
  expect(text).toMatch(/\nresult: failed; 2 stacks \(1 failed\); .*\n$/);
});

describe("before a deployment", () => {
  const head = (fields: Parameters<typeof stackDrift>[0]) =>
    driftText(driftReport([stackDrift(fields)], { question: "pre-deploy" }), plain).split("\n")[0];

  test("the first line answers that question", () => {
    expect(head({})).toMatch(/^shop\/dev: The program overwrites nothing · /);
    expect(head({ findings: [driftFinding()] })).toMatch(/: The program would overwrite what is live at 1 resource · /);
  });

  test("a preview that failed is no promise", () => {
    expect(head({ result: "incomplete", errors: ["bad input"] })).toMatch(/: Incomplete: the preview failed, /);
    expect(head({ result: "failed" })).toMatch(/: Nothing is known/);
  });

  test("what the program says by now is told as agreed", () => {
    const agreed = [
      { resource: "shop", type: "oss:Bucket", path: "acl", value: "public-read" },
      { resource: "tags", type: "oss:BucketTags", path: "" },
    ];
    const text = driftText(driftReport([stackDrift({ agreed })], { question: "pre-deploy" }), plain);
    expect(text).toContain("agreed  oss:Bucket shop, acl: public-read (the program says the same)\n");
    expect(text).toContain("agreed  oss:BucketTags tags, gone (the program says the same)\n");
  });
});

test("values and names steer no terminal: neither escapes nor lines nor turned text", () => {
  const evil = "a\u001b[2J\u009b8m\u0007\r\u202eb";
  const finding = driftFinding({
    resource: evil,
    why: evil,
    changes: [{ path: evil, kind: "update", old: evil, new: { [evil]: evil } }],
    includes: [evil],
    waysOut: { keep: { text: evil, lines: [evil] }, undo: { text: evil, lines: [] } },
  });
  const drift = stackDrift({
    findings: [finding],
    unreadable: [{ ...unread, name: evil, code: evil, message: evil }],
    errors: [evil],
    notes: [evil],
    accepted: [{ bucket: evil, type: evil, id: evil }],
    agreed: [{ resource: evil, type: evil, path: evil, value: evil }],
  });
  const text = driftText(driftReport([drift], { account: { buckets: [evil], errors: [evil] } }), {
    color: true,
    verbose: true,
  });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(text.replace(/\u001b\[\d\d?m/g, "")).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
});

test("no colour unless asked for", () => {
  const report = driftReport([stackDrift({ findings: [driftFinding()], errors: ["x"] })]);
  expect(driftText(report, plain)).not.toContain("\u001b");
  expect(driftText(report, { color: true })).toContain("\u001b[31mhigh   \u001b[39m changed");
});
