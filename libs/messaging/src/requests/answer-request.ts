import { REQUESTS, ShapeInvalidError, validate, type RequestName } from '@pezzottify/contracts';
import { type Logger } from '@pezzottify/observability';
import { type Msg } from 'nats';
import { asEffectOf } from '../wire/causation.js';
import { decodeJson } from '../wire/json.js';
import { readHeaders, type ReceivedHeaders } from '../wire/message-headers.js';
import { failure, failureOf, success, type ReplyEnvelope } from '../wire/reply-envelope.js';
import { type MessageContext } from './request-handler.js';

/** A handler whose types the message map vouches for: what goes in and out is validated by name. */
export type AnyHandler = (body: unknown, context: MessageContext) => Promise<unknown>;

/** Never rejects. Undefined: nobody waits for an answer any more. */
export async function answerRequest(
  name: RequestName,
  handler: AnyHandler,
  message: Pick<Msg, 'data' | 'headers'>,
  logger: Logger,
): Promise<ReplyEnvelope | undefined> {
  const received = readHeaders(message);
  // A child for every request would cost more than reading it; hardly any has something to log.
  const log = (): Logger => logger.child({ request: name, caller: received.caller });
  // The effect of a late run could surprise a caller who has acted otherwise since. The caller's clock set the deadline:
  // one that is wrong shows in how late its requests seem.
  const lateMs = Date.now() - received.deadlineAt;
  if (lateMs >= 0) {
    log().warn({ late_ms: lateMs }, 'request came after its deadline; not run');
    return undefined;
  }
  try {
    const body = validate(name, REQUESTS[name].request, decodeJson(message.data));
    return await asEffectOf(received, () => run(name, handler, body, received, log));
  } catch (error) {
    log().warn({ reason: reasonOf(error) }, 'malformed request');
    return failure('MALFORMED_MESSAGE', reasonOf(error));
  }
}

async function run(
  name: RequestName,
  handler: AnyHandler,
  body: unknown,
  { caller, deadlineAt, messageId = 'unknown' }: ReceivedHeaders,
  log: () => Logger,
): Promise<ReplyEnvelope> {
  try {
    const reply = await handler(body, { caller, deadlineAt, messageId });
    return success(validate(`reply to ${name}`, REQUESTS[name].reply, reply));
  } catch (error) {
    log().error({ err: error }, 'request handler failed');
    return failureOf(error);
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof ShapeInvalidError ? error.message : 'the request is not JSON';
