import { type Dispatcher } from 'undici';
import { ProviderError } from '../provider.errors.js';
import { printable } from './printable.js';
import { errorTypeOfStatus, parseRetryAfter } from './status.policy.js';

const MAX_BYTES = 64 * 1024;
const MAX_WAIT_MS = 5000;

/** The error that an answer outside 2xx means. Its body is only asked for a message, so it gets little room and time. */
export async function refusalOf(
  answer: Dispatcher.ResponseData,
  subject: string,
  signal: AbortSignal | undefined,
): Promise<ProviderError> {
  const { statusCode, headers } = answer;
  const explanation = await messageOf(answer, signal);
  const said = explanation === '' ? '' : `: ${explanation}`;
  const errorType = errorTypeOfStatus(statusCode);
  const retryAfter = errorType === 'rate_limited' ? headers['retry-after'] : undefined;
  return new ProviderError({
    errorType,
    message: `${subject}: the provider answered ${statusCode}${said}`,
    retryAfterSeconds: parseRetryAfter(typeof retryAfter === 'string' ? retryAfter : undefined, Date.now()),
  });
}

async function messageOf(answer: Dispatcher.ResponseData, signal: AbortSignal | undefined): Promise<string> {
  const stop = (): unknown => answer.body.destroy();
  const timer = setTimeout(stop, MAX_WAIT_MS);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const value: unknown = JSON.parse(await readUpTo(answer.body, MAX_BYTES));
    const { message } = (value ?? {}) as { message?: unknown };
    return typeof message === 'string' ? printable(message) : '';
  } catch {
    signal?.throwIfAborted();
    return '';
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    stop();
  }
}

async function readUpTo(body: AsyncIterable<Uint8Array>, limit: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > limit) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
