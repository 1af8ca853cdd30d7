import { type Logger } from '@pezzottify/observability';
import { type Reader } from '@pezzottify/persistence';
import { eventsBetween, lastSeqs, type StoredEvent } from '../storage/user/sync-event.repository.js';
import { type EventPush } from './sync-events.js';
import { type SocketRegistry } from './sockets/socket-registry.js';

export interface EventFeedOptions {
  readonly reads: Reader;
  readonly registry: SocketRegistry;
  readonly logger: Logger;
}

interface Waiting {
  readonly event: StoredEvent;
  readonly exceptDeviceId: number | null;
}

/** An event of another process is pushed at the second look that finds it: within twice this time. */
const LOOK_MS = 2_000;

/**
 * Pushes the stored events of connected users in the order of their seq and without holes, whoever stored them: cli-auth
 * writes events too, and clients take a hole as a reason to load everything again.
 */
export class EventFeed implements EventPush {
  private timer: NodeJS.Timeout | undefined;
  /** The newest stored seq of each connected user at the last look. */
  private seen = new Map<number, number>();
  /** What this process stored while the events before it are being fetched. */
  private readonly waiting = new Map<number, Waiting[]>();

  constructor(private readonly options: EventFeedOptions) {}

  start(): void {
    this.timer = setInterval(() => void this.look(), LOOK_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** An event this process has just stored. What came before it and was not pushed is another's, and comes first. */
  push(userId: number, event: StoredEvent, exceptDeviceId: number | null): void {
    const waiting = this.waiting.get(userId);
    if (waiting) waiting.push({ event, exceptDeviceId });
    else if (!this.isMissing(userId, event.seq - 1)) this.options.registry.push(userId, event, exceptDeviceId);
    else void this.fetchUpTo(userId, event.seq - 1, [{ event, exceptDeviceId }]);
  }

  /**
   * Pushes what was stored at the last look and is not pushed yet. Not what is found for the first time: if it is this
   * process's own, its push is on the way, and knows which device must not get it.
   */
  async look(): Promise<void> {
    try {
      const users = this.options.registry.onlineUserIds();
      const found = users.length === 0 ? new Map<number, number>() : await lastSeqs(this.options.reads, users);
      const settled = this.seen;
      this.seen = found;
      await Promise.all([...settled].map(([userId, seq]) => this.catchUp(userId, seq)));
    } catch (error) {
      this.options.logger.warn({ err: error }, 'events of other processes were not looked for');
    }
  }

  private async catchUp(userId: number, seq: number): Promise<void> {
    if (!this.waiting.has(userId) && this.isMissing(userId, seq)) await this.fetchUpTo(userId, seq, []);
  }

  /** Nobody is connected: nothing is missing. */
  private isMissing(userId: number, seq: number): boolean {
    const pushed = this.options.registry.pushedSeq(userId);
    return pushed !== undefined && pushed < seq;
  }

  private async fetchUpTo(userId: number, seq: number, waiting: Waiting[]): Promise<void> {
    const { registry, logger } = this.options;
    this.waiting.set(userId, waiting);
    try {
      await this.pushStored(userId, seq);
      this.waiting.delete(userId);
      // Each by the front door: others may have been stored between these, too.
      for (const { event, exceptDeviceId } of waiting) this.push(userId, event, exceptDeviceId);
    } catch (error) {
      logger.warn({ err: error }, 'events could not be fetched for a connected user, who will load them again');
      this.waiting.delete(userId);
      for (const { event, exceptDeviceId } of waiting) registry.push(userId, event, exceptDeviceId);
    }
  }

  private async pushStored(userId: number, upTo: number): Promise<void> {
    const { reads, registry } = this.options;
    const after = registry.pushedSeq(userId) ?? upTo;
    for (const event of await eventsBetween(reads, userId, after, upTo)) registry.push(userId, event, null);
  }
}
