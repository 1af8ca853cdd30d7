/** Resolves after `ms`, or at once when `signal` aborts. On the global timers, which tests can move by hand. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  if (signal?.aborted) return Promise.resolve();
  const timer = setTimeout(() => resolve(undefined), ms);
  signal?.addEventListener('abort', () => resolve(undefined), { once: true });
  return promise.finally(() => clearTimeout(timer));
}
