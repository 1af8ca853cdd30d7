import { Worker } from 'node:worker_threads';
import type { Check, Checked, ThreadData } from './media-files.thread.js';

/** Beside this file, or, where everything is bundled into chunks, under the same path below the program. */
const THREAD = new URL(
  import.meta.url.endsWith('.ts') ? './media-files.thread.ts' : '../watchdog/files/media-files.thread.js',
  import.meta.url,
);

/** So much is ample for pages of a thousand rows; a thread that wants more has a fault, and must not take the service along. */
const MAX_HEAP_MB = 64;

type Answer = PromiseWithResolvers<Checked>;

/** The files below the media root, looked at by a thread of their own. One per scan; it ends with the signal. */
export class MediaFiles {
  private readonly thread: Worker;
  private readonly answers = new Map<number, Answer>();
  private asked = 0;
  /** Why there will be no more answers. */
  private end: { readonly reason: unknown } | undefined;

  constructor(
    mediaRoot: string,
    private readonly signal: AbortSignal,
    thread = THREAD,
  ) {
    const workerData: ThreadData = { mediaRoot };
    const resourceLimits = { maxOldGenerationSizeMb: MAX_HEAP_MB };
    this.thread = new Worker(thread, { workerData, resourceLimits, execArgv: [] });
    this.thread.on('message', (checked: Checked) => this.answers.get(checked.number)?.resolve(checked));
    this.thread.on('error', (error) => this.endWith(error));
    this.thread.on('exit', () => this.endWith(new Error('the thread that looks at the media files has ended')));
    // After the listeners, which hold it again: a scan must not keep a service alive that has nothing else to do.
    this.thread.unref();
    signal.addEventListener('abort', this.abort, { once: true });
    if (signal.aborted) this.abort();
  }

  /** Sizes only, of all rows. */
  checkSizes(rows: string): Promise<Checked> {
    return this.ask({ depth: 'size', rows, until: null });
  }

  /** Sizes and fingerprints, until this moment. */
  checkContents(rows: string, until: number | null): Promise<Checked> {
    return this.ask({ depth: 'content', rows, until });
  }

  async close(): Promise<void> {
    this.signal.removeEventListener('abort', this.abort);
    await this.thread.terminate();
  }

  private readonly abort = (): void => {
    this.endWith(this.signal.reason);
    void this.thread.terminate();
  };

  private async ask(check: Omit<Check, 'number'>): Promise<Checked> {
    if (this.end) throw this.end.reason;
    const number = (this.asked += 1);
    const answer = Promise.withResolvers<Checked>();
    this.answers.set(number, answer);
    this.thread.postMessage({ number, ...check } satisfies Check);
    try {
      return await answer.promise;
    } finally {
      this.answers.delete(number);
    }
  }

  private endWith(reason: unknown): void {
    this.end ??= { reason };
    for (const answer of this.answers.values()) answer.reject(reason);
  }
}
