import { type Session } from '@pezzottify/contracts';
import { type WebSocket } from 'ws';

/** The parts of a WebSocket that the server side uses; `ws` provides them. */
export type RawSocket = Pick<WebSocket, 'send' | 'close' | 'readyState' | 'on' | 'terminate'>;

const OPEN = 1;
const MAX_QUEUED = 32;
/** RFC 6455 section 7.4.1. */
export const CLOSE = { normal: 1000, goingAway: 1001, internalError: 1011, tryAgainLater: 1013 } as const;
const CLOSE_GRACE_MS = 2_000;
/** Of a client that is too slow: the reason comes behind all that it has not read yet. */
const SLOW_CLOSE_GRACE_MS = 10_000;

/**
 * One connection. What it is sent waits in a queue of 32 messages until the network took it; a client slower than that
 * is dropped and catches up by asking, instead of filling the server's memory.
 */
export class ClientSocket {
  private queued = 0;

  constructor(
    private readonly socket: RawSocket,
    readonly session: Session,
    readonly tokenHash: string,
    /** Setting keys this device has written: the only ones an Android app may be sent. */
    readonly knownSettings: Set<string>,
  ) {}

  send(type: string, payload: unknown): void {
    if (this.socket.readyState !== OPEN) return;
    if (this.queued >= MAX_QUEUED) {
      this.close(CLOSE.tryAgainLater, 'too slow: reconnect and catch up');
      return;
    }
    this.queued += 1;
    this.socket.send(JSON.stringify({ type, payload }), () => {
      this.queued -= 1;
    });
  }

  /** A client that does not answer the close is cut off. */
  close(code: number, reason: string): void {
    this.socket.close(code, reason);
    const graceMs = code === CLOSE.tryAgainLater ? SLOW_CLOSE_GRACE_MS : CLOSE_GRACE_MS;
    setTimeout(() => this.socket.terminate(), graceMs).unref();
  }
}
