import { setTimeout as delay } from 'node:timers/promises';
import { type Logger } from '@pezzottify/observability';
import { type Database } from '@pezzottify/persistence';
import { type MessageBus } from '../message-bus.js';
import { findGap } from './find-gap.js';
import { type LiveStream } from './live-stream.js';
import { OutboxPublisher } from './outbox-publisher.js';
import { prunePublished } from './outbox.repository.js';
import { PruneSchedule } from './prune-schedule.js';
import { addRelay, removeRelay } from './running-relays.js';
import { WakeUp } from '../wake-up.js';

export interface OutboxRelayOptions {
  database: Database;
  bus: MessageBus;
  logger: Logger;
}

/** Rows are announced by nudges; this finds those of a process that died between its commit and its nudge. */
const POLL_MS = 5_000;
/** Who waits for the answer to what raised an event goes before those who hear of it; and more events go together. */
const GATHER_MS = 5;
const RETRY_MS = 1_000;
const PROBE_EVERY_MS = 60_000;

/** As long as the stream keeps events; a stream that was lost is filled with what is still here. */
const OUTBOX_KEEP_MS = 7 * 86_400_000;

/**
 * Publishes the outbox of one database in the order of its rows. A row counts as published when JetStream acknowledged
 * it, and is kept for seven days, because JetStream can lose what it acknowledged: then it is published again.
 */
export class OutboxRelay {
  private readonly wakeUp = new WakeUp();
  private readonly stopping = new AbortController();
  private readonly publisher: OutboxPublisher;
  private readonly pruning: PruneSchedule;
  private running: Promise<void> | undefined;
  private stopListening: (() => void) | undefined;
  private hasComplained = false;
  private probed: { live: LiveStream; atMs: number } | undefined;

  constructor(private readonly options: OutboxRelayOptions) {
    const { database, logger } = options;
    this.publisher = new OutboxPublisher(database, logger, this.stopping.signal);
    this.pruning = new PruneSchedule(database, (tx, limit) => prunePublished(tx, Date.now() - OUTBOX_KEEP_MS, limit));
  }

  start(): void {
    if (this.running) return;
    addRelay(this);
    this.stopListening = this.options.bus.events.onLive(() => this.nudge());
    this.running = this.run();
  }

  /** There may be something to publish. */
  nudge(): void {
    this.wakeUp.wake();
  }

  /** Lets the batch under way end; what is unpublished stays in the table. Stop it before the bus and the database. */
  async stop(): Promise<void> {
    this.stopping.abort();
    removeRelay(this);
    this.stopListening?.();
    this.nudge();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const live = this.options.bus.events.current;
      await this.pass(live).catch((error: unknown) => this.recover(error, live));
      await this.wakeUp.sleep(Math.min(POLL_MS, Math.max(0, this.publisher.noteDueInMs)));
      await delay(GATHER_MS, undefined, this.stopping).catch(() => undefined);
    }
    await this.note();
  }

  private async pass(live: LiveStream | undefined): Promise<void> {
    await this.pruning.pruneIfDue(this.stopping.signal);
    // What is known to have arrived can be noted without NATS; waiting for it, this loop would not sleep.
    if (!live) return this.publisher.note();
    await this.probe(live);
    await this.publisher.publishNew(live);
    this.hasComplained = false;
  }

  /** Before anything is published on a connection, and now and then: does the stream still hold what it acknowledged? */
  private async probe(live: LiveStream): Promise<void> {
    if (this.probed?.live === live && performance.now() - this.probed.atMs < PROBE_EVERY_MS) return;
    await this.publisher.note();
    const gap = await findGap(this.options.database, live);
    if (gap) await this.publisher.fill(gap, live);
    this.probed = { live, atMs: performance.now() };
  }

  private async note(): Promise<void> {
    await this.publisher.note().catch((error: unknown) => {
      this.options.logger.warn({ err: error }, 'what was published could not be noted; it will be published again');
    });
  }

  /** A lost connection is the link's news, and its return wakes the relay. */
  private async recover(error: unknown, live: LiveStream | undefined): Promise<void> {
    await this.note();
    if (live && !live.isOpen) return;
    const { bus, logger } = this.options;
    if (!this.hasComplained) logger.warn({ err: error }, 'events wait in the outbox; trying again');
    this.hasComplained = true;
    await delay(RETRY_MS, undefined, this.stopping).catch(() => undefined);
    // The stream may have been deleted while the connection lives; asking for it is harmless if it was not.
    if (live) await bus.events.reopen(live);
    this.nudge();
  }
}
