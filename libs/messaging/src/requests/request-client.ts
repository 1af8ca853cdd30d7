import { randomUUID } from 'node:crypto';
import {
  REQUESTS,
  validate,
  type ReplyOf,
  type RequestName,
  type RequestOf,
  type ServiceName,
} from '@pezzottify/contracts';
import { ErrorCode, NatsError, type Msg, type NatsConnection } from 'nats';
import { type NatsLink } from '../connection/nats-link.js';
import { MessageTooLargeError, PeerUnavailableError, type UnavailableReason } from '../messaging.errors.js';
import { encodeJson } from '../wire/json.js';
import { messageHeaders } from '../wire/message-headers.js';
import { isTooLarge } from '../wire/payload-limit.js';
import { requestSubject } from '../wire/subjects.js';
import { orAborted } from './or-aborted.js';
import { readReply } from './read-reply.js';

export interface RequestOptions {
  /** The handler does not begin after it, and the caller does not wait longer. */
  timeoutMs: number;
  /** Which service is meant; for job-host requests only. */
  to?: ServiceName;
  /** Aborting rejects with the signal's reason; a handler that runs already is not told. */
  signal?: AbortSignal;
}

interface Asking {
  readonly name: RequestName;
  readonly subject: string;
  readonly payload: Uint8Array;
  readonly timeoutMs: number;
}

export class RequestClient {
  constructor(
    private readonly link: NatsLink,
    private readonly service: string,
  ) {}

  async request<N extends RequestName>(name: N, body: RequestOf<N>, options: RequestOptions): Promise<ReplyOf<N>> {
    const subject = requestSubject(name, options.to);
    const payload = encodeJson(validate(name, REQUESTS[name].request, body));
    options.signal?.throwIfAborted();
    const answer = this.ask({ name, subject, payload, timeoutMs: options.timeoutMs });
    return readReply(name, await orAborted(answer, options.signal));
  }

  private async ask({ name, subject, payload, timeoutMs }: Asking): Promise<Msg> {
    const { session } = this.link;
    if (!session) throw new PeerUnavailableError(name, 'not_connected');
    if (timeoutMs < 1) throw new PeerUnavailableError(name, 'timed_out');
    const deadlineAt = Date.now() + timeoutMs;
    const headers = messageHeaders({ id: randomUUID(), caller: this.service, deadlineAt });
    try {
      return await session.request(subject, payload, { timeout: timeoutMs, headers });
    } catch (error) {
      if (isTooLarge(error)) throw new MessageTooLargeError(name, payload.length, maxPayload(session));
      throw new PeerUnavailableError(name, reasonOf(error, deadlineAt), { cause: error });
    }
  }
}

const maxPayload = (session: NatsConnection): number => session.info?.max_payload ?? 0;

/** Timers may fire this much early. */
const TIMER_SLACK_MS = 5;
const NO_RESPONDERS: string = ErrorCode.NoResponders;
const TIMEOUT: string = ErrorCode.Timeout;

/** When the connection ends, the client reports its open requests as timed out, before their time. */
function reasonOf(error: unknown, deadlineAt: number): UnavailableReason {
  const code = error instanceof NatsError ? error.code : undefined;
  if (code === NO_RESPONDERS) return 'nobody_answers';
  if (code !== TIMEOUT) return 'not_connected';
  return Date.now() < deadlineAt - TIMER_SLACK_MS ? 'connection_lost' : 'timed_out';
}
