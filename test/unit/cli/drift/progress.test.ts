// What is said on stderr meanwhile.
import { createProgress } from "../../../../cli/drift/progress";
import { stackDrift } from "../support/drift";

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function stream(isTTY: boolean, columns = 80) {
  const written: string[] = [];
  const stderr = {
    isTTY,
    columns,
    write: (text: string) => written.push(text) > 0,
  } as unknown as typeof process.stderr;
  return { stderr, written };
}

test("in a log it is a line now and then, without control characters", () => {
  const { stderr, written } = stream(false);
  const progress = createProgress(["dev", "prod"], stderr);
  jest.advanceTimersByTime(9_999);
  expect(written).toEqual([]);
  progress.read("dev", 3, 12);
  jest.advanceTimersByTime(1);
  expect(written).toEqual(["granary: 0/2 stacks; dev 3/12 resources\n"]);
  progress.end();
  jest.advanceTimersByTime(60_000);
  expect(written).toHaveLength(1);
});

test("on a terminal it is one line that is never wider, and that is gone at the end", () => {
  const { stderr, written } = stream(true, 20);
  const progress = createProgress(["dev"], stderr);
  progress.read("dev", 3, 12);
  jest.advanceTimersByTime(100);
  expect(written).toEqual(["\r\u001b[2Kgranary: dev 3/12 r"]);
  progress.end();
  progress.end();
  expect(written.slice(1)).toEqual(["\r\u001b[2K"]);
});

test("each of several stacks is told as it is done; of a single one the report says it", () => {
  const { stderr, written } = stream(false);
  const progress = createProgress(["dev", "prod"], stderr);
  progress.done("prod", stackDrift({ counts: { ...stackDrift().counts, changed: 2, unreadable: 1 } }));
  progress.done("dev", stackDrift({ result: "failed" }));
  expect(written).toEqual(["[1/2] prod: 2 changed, 0 gone, 0 unmanaged, 1 unreadable\n", "[2/2] dev: failed\n"]);
  progress.end();
  const alone = stream(false);
  const single = createProgress(["dev"], alone.stderr);
  single.done("dev", stackDrift());
  single.end();
  expect(alone.written).toEqual([]);
});

test("a preview is followed by its own reads", () => {
  const { stderr, written } = stream(false);
  const progress = createProgress(["dev"], stderr);
  const follow = progress.event("dev");
  const step = { op: "refresh", urn: "u", type: "t", diffs: [], detailedDiff: {} };
  follow({ step: { ...step, kind: "pre" } });
  for (const urn of ["a", "b"]) follow({ step: { ...step, urn, kind: "outputs" } });
  follow({ diagnostic: { severity: "info", message: "hello" } });
  jest.advanceTimersByTime(10_000);
  progress.end();
  expect(written).toEqual(["granary: dev 2 resources\n"]);
});
