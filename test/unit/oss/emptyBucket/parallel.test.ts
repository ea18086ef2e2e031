import { inParallel, pause } from "../../../../provider/oss/emptyBucket/parallel";

const tick = () => new Promise((done) => setImmediate(done));

test("no more than so many run at a time, and adding waits for a place", async () => {
  const finish: (() => void)[] = [];
  let added = 0;
  const all = inParallel(3, async (add) => {
    for (let i = 0; i < 10; i++) {
      await add(() => new Promise<void>((done) => finish.push(done)));
      added++;
    }
  });
  await tick();
  expect([finish.length, added]).toEqual([3, 3]);
  finish[1]!();
  await tick();
  expect([finish.length, added]).toEqual([4, 4]);
  while (finish.length < 10) {
    for (const done of finish) done();
    await tick();
  }
  for (const done of finish) done();
  await all;
  expect(added).toBe(10);
});

test("after a failure nothing more is begun, and what runs is waited for", async () => {
  let running = 0;
  let begun = 0;
  let finish: () => void = () => {};
  const all = inParallel(2, async (add) => {
    for (let i = 0; i < 10; i++) {
      await add(async () => {
        begun++;
        if (i === 1) throw new Error("refused");
        running++;
        await new Promise<void>((done) => {
          finish = done;
        });
        running--;
      });
    }
  });
  const outcome = all.catch((error: Error) => [error.message, running]);
  await tick();
  expect(begun).toBe(2);
  finish();
  expect(await outcome).toEqual(["refused", 0]);
});

test("a failure of the list itself is thrown after what runs is over", async () => {
  let over = false;
  const all = inParallel(2, async (add) => {
    await add(async () => {
      await tick();
      over = true;
    });
    throw new Error("no list");
  });
  await expect(all).rejects.toThrow("no list");
  expect(over).toBe(true);
});

test("the first of several failures is told", async () => {
  const all = inParallel(3, async (add) => {
    for (const text of ["first", "second"]) await add(() => Promise.reject(new Error(text)));
    throw new Error("third");
  });
  await expect(all).rejects.toThrow("first");
});

test("a pause that is cancelled says what and why", async () => {
  const cancelled = new AbortController();
  const waiting = pause(60_000, cancelled.signal, "DeleteBucket", "web");
  cancelled.abort(new Error("it took longer than the custom timeout of 5 s"));
  await expect(waiting).rejects.toThrow(
    "DeleteBucket on web: cancelled: it took longer than the custom timeout of 5 s; run again to go on",
  );
});
