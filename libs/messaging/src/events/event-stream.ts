import { setTimeout as delay } from 'node:timers/promises';
import { type Logger } from '@pezzottify/observability';
import { type NatsConnection } from 'nats';
import { ensureStream, LiveStream } from './live-stream.js';

const RETRY_MS = 500;

/** Keeps the stream EVENTS in existence on every connection and tells relays and consumers when it can be used. */
export class EventStream {
  private live: LiveStream | undefined;
  private readonly listeners = new Set<() => void>();
  private hasComplained = false;

  constructor(private readonly logger: Logger) {}

  /** Undefined while NATS is away or JetStream is not ready. */
  get current(): LiveStream | undefined {
    return this.live?.isOpen ? this.live : undefined;
  }

  /** `listener` is called each time the stream can be used (again), until the returned function is called. */
  onLive(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Tries until the stream is there or the session has ended: a server that just started is not ready at once. */
  async open(session: NatsConnection): Promise<void> {
    const ended = new AbortController();
    // Once for all tries: what waits for a promise stays with it for as long as the session lasts.
    void session.closed().then(() => ended.abort());
    while (!session.isClosed() && !session.isDraining()) {
      if (await this.attempt(session)) return;
      await delay(RETRY_MS, undefined, { ref: false, signal: ended.signal }).catch(() => undefined);
    }
  }

  /** Somebody found `live` gone (deleted, wiped): create the stream again. */
  async reopen(live: LiveStream): Promise<void> {
    if (this.live !== live) return;
    this.live = undefined;
    await this.open(live.session);
  }

  private async attempt(session: NatsConnection): Promise<boolean> {
    try {
      const manager = await session.jetstreamManager({ checkAPI: false });
      const { created } = await ensureStream(manager);
      this.announce(new LiveStream(session, manager, created));
      return true;
    } catch (error) {
      if (!session.isClosed()) this.complain(error);
      return false;
    }
  }

  private complain(error: unknown): void {
    if (this.hasComplained) return;
    this.hasComplained = true;
    this.logger.warn({ err: error }, 'JetStream is not ready; events wait');
  }

  private announce(live: LiveStream): void {
    if (this.hasComplained) this.logger.info('JetStream is ready');
    this.hasComplained = false;
    this.live = live;
    for (const listener of this.listeners) listener();
  }
}
