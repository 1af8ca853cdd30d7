import { type Logger } from '@pezzottify/observability';
import { type Database } from '@pezzottify/persistence';
import { type Gap } from './find-gap.js';
import { type LiveStream } from './live-stream.js';
import * as outbox from './outbox.repository.js';
import { publishBatch, type PublishedBatch } from './publish-batch.js';

const BATCH_ROWS = 200;
/**
 * How long it may take until the table says what the stream has. A commit for every event would cost the database as much
 * as the transactions that raise them; an event noted too late is published again, and recognised by its id.
 */
const NOTE_AFTER_MS = 250;

/** What the stream acknowledged and the table does not say yet. */
interface Acknowledged {
  readonly ids: number[];
  readonly streamCreated: string;
  readonly firstOutboxId: number;
  readonly sinceMs: number;
  last: NonNullable<PublishedBatch['last']>;
}

/** Moves rows of one outbox into the stream. Every method throws when the stream does not take a row. */
export class OutboxPublisher {
  private readonly knownTooLarge = new Set<string>();
  private acknowledged: Acknowledged | undefined;

  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
    private readonly stopping: AbortSignal,
  ) {}

  /** What it has published is noted by `note`, which must be called after a failure and before another stream is used. */
  async publishNew(live: LiveStream): Promise<void> {
    const next = (after: number) =>
      outbox.unpublishedAfter(this.database.reads, Math.max(after, this.acknowledged?.ids.at(-1) ?? 0), BATCH_ROWS);
    await this.publishAll(live, next, async (batch, firstOutboxId) => {
      this.acknowledge(live, batch, firstOutboxId);
      if (this.acknowledged && this.acknowledged.ids.length >= BATCH_ROWS) await this.note();
    });
    if (this.noteDueInMs <= 0) await this.note();
  }

  /** Infinity when there is nothing to note. */
  get noteDueInMs(): number {
    return this.acknowledged ? this.acknowledged.sinceMs + NOTE_AFTER_MS - performance.now() : Infinity;
  }

  /** Marks what was published, with the place in the stream by which its loss would be noticed. */
  async note(): Promise<void> {
    const noted = this.acknowledged;
    if (!noted) return;
    await this.database.write(async (tx) => {
      await outbox.markPublished(tx, noted.ids, Date.now());
      const { streamCreated, firstOutboxId, last } = noted;
      await outbox.addCheckpoint(tx, { streamCreated, firstOutboxId, ...last });
    });
    this.acknowledged = undefined;
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
    keep: (batch: PublishedBatch, firstOutboxId: number) => Promise<void>,
  ): Promise<void> {
    let rows = await next(0);
    for (let first = rows[0]; first && !this.stopping.aborted; first = rows[0]) {
      const batch = await publishBatch(live, rows);
      await keep(batch, first.id);
      batch.tooLarge.forEach((row) => this.reportTooLarge(row));
      if (batch.error !== undefined) throw batch.error as Error;
      // What is written after this question comes with a nudge of its own.
      if (rows.length < BATCH_ROWS) return;
      rows = await next(rows.at(-1)?.id ?? first.id);
    }
  }

  private acknowledge(live: LiveStream, { acknowledged, last }: PublishedBatch, firstOutboxId: number): void {
    if (last === undefined) return;
    const sinceMs = performance.now();
    this.acknowledged ??= { ids: [], streamCreated: live.createdAt, firstOutboxId, sinceMs, last };
    this.acknowledged.ids.push(...acknowledged.map(({ id }) => id));
    this.acknowledged.last = last;
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
