import { get as getPlain, type IncomingMessage } from 'node:http';
import { get as getSecure } from 'node:https';
import { type CheckResult } from '@pezzottify/observability';
import { type Clock } from '@pezzottify/service-runner';

/** Less than a readiness report waits for its checks: a silent peer is named, not only late. */
const PATIENCE_MS = 1_000;
const FRESH_MS = 5_000;

/**
 * Whether another service answers at its address. An answer is good for five seconds and for everybody who asks
 * meanwhile: anyone may ask for readiness as often as he likes, and must not reach the peers that way.
 */
export function peerCheck(baseUrl: string, clock: Clock): () => Promise<CheckResult> {
  let last: { readonly askedAt: number; readonly result: Promise<CheckResult> } | undefined;
  return () => {
    const now = clock.millis();
    // A clock that was set back must not make an answer last for hours.
    if (!last || Math.abs(now - last.askedAt) >= FRESH_MS) last = { askedAt: now, result: isLive(baseUrl) };
    return last.result;
  };
}

function isLive(baseUrl: string): Promise<CheckResult> {
  const url = new URL('/health/live', baseUrl);
  const get = url.protocol === 'https:' ? getSecure : getPlain;
  return new Promise((resolve) => {
    const answered = (answer: IncomingMessage): void => {
      resolve(answer.statusCode === 200 ? 'ok' : `answers ${String(answer.statusCode)}`);
      answer.destroy();
    };
    get(url, { agent: false, signal: AbortSignal.timeout(PATIENCE_MS) }, answered).on('error', () => {
      resolve('no answer');
    });
  });
}
