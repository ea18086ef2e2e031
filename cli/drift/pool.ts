/** Does the work for each item, so many at once; the results are in the order of the items. A failure begins no further one. */
export async function everyStack<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = [...items.entries()];
  async function worker(): Promise<void> {
    for (let next = queue.shift(); next; next = queue.shift()) results[next[0]] = await work(next[1]);
  }
  const stop = (error: unknown) => {
    queue.length = 0;
    throw error;
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, () => worker().catch(stop)));
  return results;
}
