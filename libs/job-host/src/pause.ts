/** Resolves after `ms`, or at once when `signal` aborts. On the global timers, which tests can move by hand. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return;
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const end = (): void => resolve(undefined);
  const timer = setTimeout(end, ms);
  signal?.addEventListener('abort', end);
  await promise;
  clearTimeout(timer);
  // The signal may be that of the whole service, which outlives millions of pauses.
  signal?.removeEventListener('abort', end);
}
