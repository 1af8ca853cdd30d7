import { REQUESTS, ShapeInvalidError, validate, type ReplyOf, type RequestName } from '@pezzottify/contracts';
import { type Msg } from 'nats';
import { PeerFailedError, PeerUnavailableError } from '../messaging.errors.js';
import { decodeJson } from '../wire/json.js';
import { OVERLOADED, readEnvelope } from '../wire/reply-envelope.js';

/** The body of the answer, or PeerFailedError, or PeerUnavailableError when the peer turned the request away. */
export function readReply<N extends RequestName>(name: N, message: Pick<Msg, 'data'>): ReplyOf<N> {
  const envelope = wellFormed(name, () => readEnvelope(decodeJson(message.data)));
  if (envelope.ok) return wellFormed(name, () => validate(name, REQUESTS[name].reply, envelope.body)) as ReplyOf<N>;
  const { code, message: text } = envelope.error;
  if (code === OVERLOADED) throw new PeerUnavailableError(name, 'overloaded');
  throw new PeerFailedError(name, code, text);
}

function wellFormed<T>(name: RequestName, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const problem = error instanceof ShapeInvalidError ? error.message : 'the answer is not JSON';
    throw new PeerFailedError(name, 'MALFORMED_REPLY', problem);
  }
}
