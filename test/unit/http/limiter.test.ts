import { setTimeout as sleep } from "node:timers/promises";
import { createLimiter } from "../../../provider/http/limiter";

describe("bounded parallelism", () => {
  test("no more than the bound hold a place, and all come through", async () => {
    const enter = createLimiter(3);
    let inside = 0;
    let most = 0;
    let done = 0;
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const release = await enter();
        most = Math.max(most, ++inside);
        await sleep(1);
        inside--;
        done++;
        release();
      }),
    );
    expect([most, done, inside]).toEqual([3, 20, 0]);
  });

  test("places are given in the order of asking", async () => {
    const enter = createLimiter(1);
    const first = await enter();
    const order: number[] = [];
    const waiting = [1, 2, 3].map(async (n) => {
      const release = await enter();
      order.push(n);
      release();
    });
    first();
    await Promise.all(waiting);
    expect(order).toEqual([1, 2, 3]);
  });

  test("giving a place back twice does not make a second one", async () => {
    const enter = createLimiter(1);
    const first = await enter();
    first();
    first();
    await enter();
    const third = enter(AbortSignal.timeout(10));
    await expect(third).rejects.toMatchObject({ name: "TimeoutError" });
  });

  test("a cancel while waiting takes the waiter out of the queue", async () => {
    const enter = createLimiter(1);
    const first = await enter();
    const cancel = new AbortController();
    const cancelled = enter(cancel.signal);
    const next = enter();
    cancel.abort(new Error("enough"));
    await expect(cancelled).rejects.toThrow("enough");
    first();
    await expect(next).resolves.toBeInstanceOf(Function);
    await expect(enter(AbortSignal.abort(new Error("too late")))).rejects.toThrow("too late");
  });

  test("the bound is a whole number above 0", () => {
    expect(() => createLimiter(0)).toThrow(RangeError);
    expect(() => createLimiter(1.5)).toThrow(RangeError);
  });
});
