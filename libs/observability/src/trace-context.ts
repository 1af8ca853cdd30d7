import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

const storage = new AsyncLocalStorage<string>();

/** W3C Trace Context, version 00: https://www.w3.org/TR/trace-context/#traceparent-header */
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The given `traceparent` if it is valid, else the first of a new trace. */
export function traceparentOrNew(candidate: unknown): string {
  if (typeof candidate === 'string' && TRACEPARENT.test(candidate)) return candidate;
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-00`;
}

/** Everything that `work` starts, also asynchronously, sees this traceparent as the current one. */
export function runWithTrace<T>(traceparent: string, work: () => T): T {
  return storage.run(traceparent, work);
}

/** The traceparent of the request or message being handled; undefined outside of one. */
export function currentTraceparent(): string | undefined {
  return storage.getStore();
}
