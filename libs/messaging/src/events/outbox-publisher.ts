import { type Logger } from '@pezzottify/observability';
import { type Database } from '@pezzottify/persistence';
import { type Gap } from './find-gap.js';
import { type LiveStream } from './live-stream.js';
import * as outbox from './outbox.repository.js';
import { publishBatch, type PublishedBatch } from './publish-batch.js';

const BATCH_ROWS = 200;

/** Moves rows of one outbox into the stream. Every method throws when the stream does not take a row. */
export class OutboxPublisher {
  private readonly knownTooLarge = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
    private readonly stopping: AbortSignal,
  ) {}

  async publishNew(live: LiveStream): Promise<void> {
    const next = (after: number) => outbox.unpublishedAfter(this.database.reads, after, BATCH_ROWS);
    await this.publishAll(live, next, (batch, firstOutboxId) => this.settle(live, batch, firstOutboxId));
  }

  /** The checkpoints of what was lost go last: a relay that dies on the way finds the gap again. */
  async fill(gap: Gap, live: LiveStream): Promise<void> {
    let last: PublishedBatch['last'];
    let count = 0;
    const next = (after: number) =>
      outbox.publishedAfter(this.database.reads, Math.max(after, gap.fromOutboxId - 1), BATCH_ROWS);
    await this.publishAll(live, next, (batch) => {
      last = batch.last ?? last;
      count += batch.acknowledged.length;
      return Promise.resolve();
    });
    if (this.stopping.aborted) return;
    await this.closeGap(gap, live, last);
    this.logger.warn({ reason: gap.reason, events: count }, 'the stream had lost events; published again');
  }

  private async publishAll(
    live: LiveStream,
    next: (after: number) => Promise<outbox.OutboxRow[]>,
    settle: (batch: PublishedBatch, firstOutboxId: number) => Promise<void>,
  ): Promise<void> {
    let rows = await next(0);
    for (let first = rows[0]; first && !this.stopping.aborted; first = rows[0]) {
      const batch = await publishBatch(live, rows);
      await settle(batch, first.id);
      batch.tooLarge.forEach((row) => this.reportTooLarge(row));
      if (batch.error !== undefined) throw batch.error as Error;
      rows = await next(rows.at(-1)?.id ?? first.id);
    }
  }

  private async settle(live: LiveStream, batch: PublishedBatch, firstOutboxId: number): Promise<void> {
    const { acknowledged, last } = batch;
    if (last === undefined) return;
    const ids = acknowledged.map(({ id }) => id);
    await this.database.write(async (tx) => {
      await outbox.markPublished(tx, ids, Date.now());
      await outbox.addCheckpoint(tx, { streamCreated: live.createdAt, ...last, firstOutboxId });
    });
  }

  private async closeGap(gap: Gap, live: LiveStream, last: PublishedBatch['last']): Promise<void> {
    await this.database.write(async (tx) => {
      await outbox.dropCheckpointsAfter(tx, gap.lastGoodCheckpointId);
      if (!last) return;
      const checkpoint = { streamCreated: live.createdAt, ...last, firstOutboxId: gap.fromOutboxId };
      await outbox.addCheckpoint(tx, checkpoint);
    });
  }

  private reportTooLarge({ eventId, subject }: outbox.OutboxRow): void {
    if (this.knownTooLarge.has(eventId)) return;
    this.knownTooLarge.add(eventId);
    this.logger.error({ eventId, subject }, 'event is larger than NATS takes (max_payload); it stays in the outbox');
  }
}
