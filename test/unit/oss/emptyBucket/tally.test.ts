import { createTally } from "../../../../provider/oss/emptyBucket/tally";

let time: number;
let told: string[];
const tallyOf = (bucket = "web") =>
  createTally(bucket, { signal: new AbortController().signal, progress: (message) => told.push(message) }, () => time);
beforeEach(() => {
  time = 1_000_000;
  told = [];
});

test("progress comes every five seconds, later less often, with totals and the time so far", () => {
  const tally = tallyOf();
  for (let batch = 1; batch <= 100; batch++) {
    time += 700;
    tally.add("version", 1000);
  }
  // 70 seconds: one line for each 5.6 s; beyond 56 s a tenth of the time is more.
  expect(told).toHaveLength(12);
  expect(told[0]).toBe("emptying bucket web: 8,000 versions deleted in 6 s");
  expect(told.at(-1)).toBe("emptying bucket web: 99,000 versions deleted in 1 min 9 s");
  for (let batch = 1; batch <= 10_000; batch++) {
    time += 700;
    tally.add("version", 1000);
  }
  // Two hours.
  expect(told.length).toBeLessThan(70);
});

test("what takes no time tells nothing", () => {
  const tally = tallyOf();
  tally.add("version", 5);
  time += 4999;
  tally.add("upload", 1);
  expect(told).toEqual([]);
});

test("kinds are named in the order in which they came, one in the singular", () => {
  const tally = tallyOf();
  expect([tally.text(), tally.total()]).toEqual(["nothing", 0]);
  tally.add("upload", 1);
  expect(tally.text()).toBe("1 unfinished upload");
  tally.add("version", 12_345);
  expect(tally.text()).toBe("1 unfinished upload and 12,345 versions");
  tally.add("channel", 1);
  tally.add("object", 1);
  tally.add("upload", 1);
  expect(tally.text()).toBe("2 unfinished uploads, 12,345 versions, 1 live channel and 1 object or directory");
  expect(tally.total()).toBe(12_349);
});
