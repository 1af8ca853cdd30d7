import { type Database, type WriteTransaction } from '@pezzottify/persistence';

const EVERY_MS = 3_600_000;
const ROWS_PER_TRANSACTION = 500;

/** Removes old rows once an hour, a few at a time, so that no other write waits long. */
export class PruneSchedule {
  private lastAtMs = -Infinity;

  constructor(
    private readonly database: Database,
    private readonly remove: (tx: WriteTransaction, limit: number) => Promise<number>,
  ) {}

  async pruneIfDue(stopping: AbortSignal): Promise<void> {
    if (performance.now() - this.lastAtMs < EVERY_MS) return;
    this.lastAtMs = performance.now();
    let removed = ROWS_PER_TRANSACTION;
    while (removed === ROWS_PER_TRANSACTION && !stopping.aborted) {
      removed = await this.database.write((tx) => this.remove(tx, ROWS_PER_TRANSACTION));
    }
  }
}
