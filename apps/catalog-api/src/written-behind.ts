/** A crash loses no more than this. */
const WRITE_MS = 5_000;

/**
 * What happens with every request and need not be on disk at once is gathered by a subclass, and written together at
 * intervals: a commit per request would make all reads wait for the disk, and forget what is kept in memory of the file.
 */
export abstract class WrittenBehind {
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  start(): void {
    this.timer = setInterval(() => void this.write(), WRITE_MS).unref();
  }

  /** Call it when no more requests can end. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.write();
  }

  /** What was gathered before the call is stored when it resolves, or kept for the next time. Never rejects. */
  write(): Promise<void> {
    this.writing = this.writing.then(() => this.writeGathered());
    return this.writing;
  }

  /** Never called while a call is under way. Must not reject. */
  protected abstract writeGathered(): Promise<void>;
}
