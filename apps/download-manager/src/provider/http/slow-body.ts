import { ProviderError } from '../provider.errors.js';

/** In each `seconds` of a body at least `bytes` must arrive. */
export interface Pace {
  readonly seconds: number;
  readonly bytes: number;
}

/**
 * The chunks of a body for as long as they keep up. The limit on gaps alone would let a provider hold a worker for ever with
 * a byte now and then.
 */
export async function* keepingUp(
  body: AsyncIterable<Uint8Array>,
  { seconds, bytes }: Pace,
  subject: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  let windowEndsAt = performance.now() + 1000 * seconds;
  let received = 0;
  for await (const chunk of body) {
    received += chunk.length;
    yield chunk;
    if (performance.now() < windowEndsAt) continue;
    if (received < bytes) {
      const message = `${subject}: the provider sent only ${received} bytes in ${seconds} s`;
      throw new ProviderError({ errorType: 'timeout', message });
    }
    windowEndsAt = performance.now() + 1000 * seconds;
    received = 0;
  }
}
