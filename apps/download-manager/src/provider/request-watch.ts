import { type DownloadErrorType } from '@pezzottify/contracts';
import { ProviderError } from './provider.errors.js';
import { type ProviderObserver, type ProviderOperation } from './provider.observer.js';
import { type ProviderMedia } from './provider.port.js';

/** Tells the observer how each request ended and how long it took. */
export class RequestWatch {
  constructor(private readonly observer: ProviderObserver | undefined) {}

  /** A request that has ended when `work` has. */
  async whole<T>(operation: ProviderOperation, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    const report = this.begin(operation, signal);
    try {
      const result = await work();
      report(null);
      return result;
    } catch (error) {
      report(error);
      throw error;
    }
  }

  /** A request that has ended with the last byte of its body. */
  async media(
    kind: 'audio' | 'image',
    signal: AbortSignal | undefined,
    open: () => Promise<ProviderMedia>,
  ): Promise<ProviderMedia> {
    const report = this.begin(`download_${kind}`, signal);
    try {
      const media = await open();
      return { ...media, body: this.counted(kind, media.body, report) };
    } catch (error) {
      report(error);
      throw error;
    }
  }

  private async *counted(
    kind: 'audio' | 'image',
    body: AsyncIterable<Uint8Array>,
    report: (error: unknown) => void,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    let bytes = 0;
    try {
      for await (const chunk of body) {
        bytes += chunk.length;
        yield chunk;
      }
      report(null);
    } catch (error) {
      report(error);
      throw error;
    } finally {
      this.observer?.bytesReceived(kind, bytes);
    }
  }

  private begin(operation: ProviderOperation, signal: AbortSignal | undefined): (error: unknown) => void {
    const startedAt = performance.now();
    return (error) => {
      const errorType = error === null ? null : errorTypeOf(error, signal);
      if (errorType === undefined) return;
      this.observer?.requestEnded({ operation, seconds: (performance.now() - startedAt) / 1000, errorType });
    };
  }
}

/** Undefined: the caller gave up, which says nothing about the provider. */
function errorTypeOf(error: unknown, signal: AbortSignal | undefined): DownloadErrorType | undefined {
  if (error instanceof ProviderError) return error.errorType;
  const { name } = (signal?.reason ?? {}) as { name?: unknown };
  return name === 'TimeoutError' ? 'timeout' : undefined;
}
