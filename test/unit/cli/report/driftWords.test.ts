// Phrases of the drift report.
import {
  driftHead,
  driftResult,
  driftResultLine,
  driftVerdict,
  totals,
  unreadText,
  waysOf,
} from "../../../../cli/report/driftWords";
import { driftFinding, driftReport, stackDrift } from "../support/drift";

const NONE = stackDrift().counts;

test("the verdict names what there is, and calls nothing in sync that is not known to be", () => {
  expect(driftVerdict(stackDrift())).toBe("In sync");
  const counts = { ...NONE, changed: 2, gone: 1, unmanaged: 3, unreadable: 1 };
  expect(driftVerdict(stackDrift({ counts }))).toBe("2 changed, 1 gone, 3 without an owner, 1 unreadable");
  expect(driftVerdict(stackDrift({ result: "incomplete", errors: ["x"] }))).toBe(
    "Incomplete: the engine reported errors",
  );
  expect(driftVerdict(stackDrift({ result: "failed" }))).toBe("Nothing is known: the stack could not be read");
  expect(driftHead(stackDrift(), "drift")).toBe("In sync");
});

test("several stacks are summed up", () => {
  const report = driftReport([
    stackDrift({ findings: [driftFinding()], counts: { ...NONE, changed: 1, ignored: 2 } }),
    stackDrift({ stack: "prod", counts: { ...NONE, unreadable: 3, accepted: 1 }, result: "incomplete" }),
  ]);
  expect(totals(report)).toEqual({
    counts: { inSync: 8, changed: 1, gone: 0, unreadable: 3, unmanaged: 0, ignored: 2, accepted: 1 },
    severities: { high: 1, medium: 0, low: 0 },
  });
  expect(driftResult(report)).toBe(
    "result: incomplete; 2 stacks; 1 changed, 0 gone, 3 unreadable, 0 unmanaged; 8 in sync; 1 high, 0 medium, 0 low; 2 ignored, 1 accepted",
  );
  expect(driftResultLine(report)).toBe(`${driftResult(report)}; 34 reads in 2.3 s`);
});

test("a read that failed says what it was about", () => {
  const unread = { name: "cors", type: "oss:BucketCors", bucket: "web", code: "timeout", message: "", unowned: false };
  expect(unreadText(unread)).toBe("oss:BucketCors cors of bucket web: timeout");
  expect(unreadText({ ...unread, name: "web", unowned: true, requestId: "5C06" })).toBe(
    "oss:BucketCors of bucket web: timeout, request 5C06",
  );
  expect(unreadText({ ...unread, type: "aws:sns/topic:Topic", name: "t", bucket: undefined })).toBe(
    "aws:sns/topic:Topic t: timeout",
  );
});

test("ways out are told in one order; what is gone has no line to ignore it", () => {
  const { waysOut } = driftFinding();
  expect(waysOf(driftFinding())).toEqual([waysOut.keep, waysOut.undo, waysOut.ignore]);
  const { ignore: _, ...gone } = waysOut;
  expect(waysOf(driftFinding({ waysOut: gone }))).toEqual([waysOut.keep, waysOut.undo]);
});
