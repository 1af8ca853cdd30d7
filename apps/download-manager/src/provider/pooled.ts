/**
 * `work` for every item, `width` at a time, results in the order of the items. The first failure ends the whole: what
 * was begun runs out unheard, nothing more begins.
 */
export async function pooled<T, R>(items: readonly T[], width: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const waiting = items.entries();
  let hasFailed = false;
  const lane = async (): Promise<void> => {
    for (const [index, item] of waiting) {
      results[index] = await work(item);
      // `waiting` is shared by the lanes: leaving the loop of one ends it for all.
      if (hasFailed) return;
    }
  };
  const lanes = Array.from({ length: Math.min(width, items.length) }, lane);
  await Promise.all(lanes).catch((error: unknown) => {
    hasFailed = true;
    throw error;
  });
  return results;
}
