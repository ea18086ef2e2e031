// Work side by side.
import { setTimeout as wait } from "node:timers/promises";
import { everyStack } from "../../../../cli/drift/pool";

test("gives the results in the order of the items, however long each takes", async () => {
  const results = await everyStack([30, 1, 10, 5], 3, async (ms) => {
    await wait(ms);
    return ms * 2;
  });
  expect(results).toEqual([60, 2, 20, 10]);
  expect(await everyStack([], 4, async () => 1)).toEqual([]);
});

test("does no more than so many at once, and that many where there is work", async () => {
  let [running, most] = [0, 0];
  await everyStack(Array.from({ length: 20 }), 3, async () => {
    running += 1;
    most = Math.max(most, running);
    await wait(1);
    running -= 1;
  });
  expect(most).toBe(3);
});

test("a failure is the result, and nothing is begun after it", async () => {
  const begun: number[] = [];
  const work = everyStack([1, 2, 3, 4, 5, 6], 2, async (item) => {
    begun.push(item);
    if (item === 2) throw new Error("broken");
    await wait(10);
  });
  await expect(work).rejects.toThrow("broken");
  await wait(30);
  expect(begun).toEqual([1, 2]);
});
