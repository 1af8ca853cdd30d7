import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 10;

/**
 * Repeats `assertion` until it passes and resolves to what it returned; after `timeoutMs` (default 5000) it throws what
 * the last attempt threw. `everyMs` is for those that cost something.
 */
export const eventually = async <T>(
  assertion: () => T | Promise<T>,
  { timeoutMs = 5000, everyMs = POLL_MS }: { timeoutMs?: number; everyMs?: number } = {},
): Promise<T> => {
  const endsAt = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (performance.now() > endsAt) throw error;
      await delay(everyMs);
    }
  }
};
