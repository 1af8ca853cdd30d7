import { ProviderError } from '../provider.errors.js';

/** Gives `work` a signal that also ends after `seconds`; that end is a `timeout`, the caller's own stays what it is. */
export async function within<T>(
  seconds: number,
  subject: string,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = AbortSignal.timeout(seconds * 1000);
  try {
    const result = await work(signal === undefined ? limit : AbortSignal.any([signal, limit]));
    signal?.throwIfAborted();
    return result;
  } catch (error) {
    signal?.throwIfAborted();
    if (!limit.aborted || error instanceof ProviderError) throw error;
    const message = `${subject}: the provider did not finish within ${seconds} s`;
    throw new ProviderError({ errorType: 'timeout', message, cause: error });
  }
}
