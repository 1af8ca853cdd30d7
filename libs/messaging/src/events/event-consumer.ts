import { setTimeout as delay } from 'node:timers/promises';
import { type EventName } from '@pezzottify/contracts';
import { type Logger } from '@pezzottify/observability';
import { type Consumer, type ConsumerMessages, type JsMsg } from 'nats';
import { eventFilter } from '../wire/subjects.js';
import { ACK_WAIT_MS, attachConsumer } from './durable-consumer.js';
import { askForTime, settleMessage, type ConsumeOptions } from './event-handling.js';
import { type EventStream } from './event-stream.js';
import { pruneHandled, savePosition, type Position } from './inbox.repository.js';
import { messageIdOf, type LiveStream } from './live-stream.js';
import { PruneSchedule } from './prune-schedule.js';
import { WakeUp } from '../wake-up.js';

const BATCH = 32;
const FETCH_MS = 5_000;
const RETRY_MS = 500;

/**
 * An event published again at the end of its seven days in an outbox stays seven more in the stream; an inbox row must
 * outlive both, or the event would have its effect twice. One day more for clocks that differ.
 */
const INBOX_KEEP_MS = 15 * 86_400_000;

/**
 * Pulls events in batches and hands them to the write gate in their order, which runs them one after another and commits
 * several at once. No further batch is asked for while one is unfinished: a slow handler holds up the stream, not memory.
 */
export class EventConsumer {
  private readonly wakeUp = new WakeUp();
  private readonly stopping = new AbortController();
  private readonly inFlight = new Map<JsMsg, Promise<void>>();
  private readonly pruning: PruneSchedule;
  private fetching: ConsumerMessages | undefined;
  private running: Promise<void> | undefined;
  private stopListening: (() => void) | undefined;
  /** The furthest message taken on this connection, until it is saved. */
  private reached: Position | undefined;
  private lastDelivery = 0;
  private hasComplained = false;

  constructor(
    private readonly options: ConsumeOptions<EventName>,
    private readonly stream: EventStream,
    private readonly logger: Logger,
  ) {
    const { database } = options;
    this.pruning = new PruneSchedule(database, (tx, limit) => pruneHandled(tx, Date.now() - INBOX_KEEP_MS, limit));
  }

  start(): void {
    if (this.running) return;
    this.stopListening = this.stream.onLive(() => this.wakeUp.wake());
    this.running = this.run();
  }

  /** Nothing new is fetched; resolves when the events at hand are settled. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.stopListening?.();
    this.fetching?.stop();
    this.wakeUp.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const live = this.stream.current;
      if (live) await this.consumeFrom(live).catch((error: unknown) => this.recover(live, error));
      else await this.wakeUp.sleep(FETCH_MS);
    }
  }

  private async consumeFrom(live: LiveStream): Promise<void> {
    const { durable, events, database } = this.options;
    const attached = await attachConsumer(live, { durable, filter: eventFilter(events), database }, this.logger);
    this.lastDelivery = attached.lastDelivery;
    this.reached = undefined;
    this.hasComplained = false;
    // The client's iterator of a fetch does not end with its connection.
    void live.session.closed().then(() => this.fetching?.stop());
    let isWhole = true;
    while (isWhole && live.isOpen && !this.stopping.signal.aborted) {
      isWhole = await this.handleBatch(live, attached.consumer);
    }
  }

  /** False when a delivery is missing: to attach the consumer anew brings it back before what came after it. */
  private async handleBatch(live: LiveStream, consumer: Consumer): Promise<boolean> {
    const keepAlive = setInterval(() => [...this.inFlight.keys()].forEach(askForTime), ACK_WAIT_MS / 3);
    let isWhole: boolean;
    try {
      isWhole = await this.takeBatch(live, consumer);
    } finally {
      await Promise.all(this.inFlight.values());
      clearInterval(keepAlive);
      await this.saveReached();
    }
    await this.pruning.pruneIfDue(this.stopping.signal);
    return isWhole;
  }

  /** A process that stood still for longer than it asked for drops what has arrived meanwhile. */
  private async takeBatch(live: LiveStream, consumer: Consumer): Promise<boolean> {
    const messages = await consumer.fetch({ max_messages: BATCH, expires: FETCH_MS });
    this.fetching = messages;
    if (this.stopping.signal.aborted || !live.isOpen) messages.stop();
    for await (const message of messages) {
      if (message.info.deliverySequence !== this.lastDelivery + 1) {
        messages.stop();
        return false;
      }
      this.lastDelivery += 1;
      this.take(message, live.serverId);
    }
    return true;
  }

  private take(message: JsMsg, serverId: string): void {
    const settled = settleMessage(message, this.options, this.logger).finally(() => this.inFlight.delete(message));
    this.inFlight.set(message, settled);
    if (message.seq > (this.reached?.sequence ?? 0)) {
      this.reached = { serverId, sequence: message.seq, eventId: messageIdOf(message.headers) };
    }
  }

  /** On a full disk the handlers fail as well: to attach anew for it would only have everything tried again at once. */
  private async saveReached(): Promise<void> {
    const { reached } = this;
    if (!reached) return;
    const { database, durable } = this.options;
    try {
      await database.write((tx) => savePosition(tx, durable, reached));
      if (this.reached === reached) this.reached = undefined;
    } catch (error) {
      this.logger.debug({ consumer: durable, err: error }, 'the position could not be saved; the next batch saves it');
    }
  }

  /** A lost connection is the link's news, and the stream's return wakes the consumer. */
  private async recover(live: LiveStream, error: unknown): Promise<void> {
    if (!live.isOpen) return;
    const { durable } = this.options;
    if (!this.hasComplained)
      this.logger.warn({ consumer: durable, err: error }, 'events cannot be fetched; trying again');
    this.hasComplained = true;
    await delay(RETRY_MS, undefined, this.stopping).catch(() => undefined);
    await this.stream.reopen(live);
  }
}
