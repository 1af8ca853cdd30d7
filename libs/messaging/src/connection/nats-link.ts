import { setTimeout as delay } from 'node:timers/promises';
import { type Logger } from '@pezzottify/observability';
import { ErrorCode, connect, type NatsConnection } from 'nats';
import { clientOptions } from './client-options.js';

export interface LinkOptions {
  /** `nats://` or `tls://`, with user and password where the server asks for them. */
  url: string;
  /** The name this client shows to NATS and to the peers it asks. */
  service: string;
  logger: Logger;
}

type SessionListener = (session: NatsConnection) => void;

const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 2_000;
const STOP_LIMIT_MS = 2_000;

/**
 * One connection at a time, for ever. Each is a session of its own, and what lives on it is set up again on the next: the
 * client's own reconnect is off because it buffers without bound while the server is away.
 */
export class NatsLink {
  private current: NatsConnection | undefined;
  private readonly listeners: SessionListener[] = [];
  private readonly waiting = new Set<() => void>();
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>;
  private readonly logger: Logger;
  private readonly awayBecause = new Set<string>();

  constructor(private readonly options: LinkOptions) {
    // Never the whole url: it may carry a password.
    this.logger = options.logger.child({ server: new URL(options.url).host });
    this.running = this.run();
  }

  get session(): NatsConnection | undefined {
    return this.current;
  }

  /** Called for the present session, if there is one, and for every later one. */
  onSession(listener: SessionListener): void {
    this.listeners.push(listener);
    if (this.current) listener(this.current);
  }

  /** Resolves once connected, at once if it is; never after `stop`. */
  async whenConnected(): Promise<void> {
    if (!this.current) await new Promise<void>((resolve) => this.waiting.add(resolve));
    // A round trip: what the listeners subscribed to is known to the server once it has answered.
    await this.current?.flush().catch(() => undefined);
  }

  /** Ends the session after what was written to it has left; a server that does not answer is not waited for. */
  async stop(): Promise<void> {
    this.stopping.abort();
    const session = this.current;
    await atMost(STOP_LIMIT_MS, session?.drain());
    await atMost(STOP_LIMIT_MS, session?.close());
    await atMost(STOP_LIMIT_MS, this.running);
  }

  private async run(): Promise<void> {
    let retryMs = FIRST_RETRY_MS;
    while (!this.stopping.signal.aborted) {
      const hasLived = await this.liveOnce();
      retryMs = hasLived ? FIRST_RETRY_MS : Math.min(retryMs * 2, LAST_RETRY_MS);
      // Jitter, so that services which lost the same server do not all return in the same instant.
      await delay(retryMs * (0.5 + Math.random()), undefined, this.stopping).catch(() => undefined);
    }
  }

  /** True after a session that was established, whatever ended it. */
  private async liveOnce(): Promise<boolean> {
    try {
      const session = await connect(clientOptions(this.options));
      this.open(session);
      const error = await session.closed();
      this.current = undefined;
      this.reportAway(error ?? new Error('closed by the server'));
      return true;
    } catch (error) {
      this.reportAway(error);
      return false;
    }
  }

  private open(session: NatsConnection): void {
    if (this.stopping.signal.aborted) return void session.close();
    this.current = session;
    this.awayBecause.clear();
    this.logger.info('connected to NATS');
    for (const listener of this.listeners) this.call(listener, session);
    for (const resolve of this.waiting) resolve();
    this.waiting.clear();
  }

  /** A session can end while its listeners subscribe; the next one brings them another chance. */
  private call(listener: SessionListener, session: NatsConnection): void {
    try {
      listener(session);
    } catch (error) {
      this.logger.error({ err: error }, 'a new NATS connection could not be set up; connecting again');
      void session.close();
    }
  }

  /** Each reason once, as a server that comes back may refuse the password; that it cannot be reached yet is no news. */
  private reportAway(error: unknown): void {
    const reason = (error as Error).message;
    const isNews = this.awayBecause.size === 0 || !(this.awayBecause.has(reason) || UNREACHED.has(reason));
    if (!isNews || this.stopping.signal.aborted) return;
    this.awayBecause.add(reason);
    this.logger.warn({ reason }, 'NATS is away; trying until it is there');
  }
}

const UNREACHED: ReadonlySet<string> = new Set([
  ErrorCode.ConnectionRefused,
  ErrorCode.ConnectionTimeout,
  ErrorCode.Timeout,
]);

const atMost = (limitMs: number, work: Promise<void> | undefined): Promise<void> =>
  Promise.race([work?.catch(() => undefined), delay(limitMs, undefined, { ref: false })]);
