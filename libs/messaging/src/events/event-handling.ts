import { type EventName } from '@pezzottify/contracts';
import { type Logger } from '@pezzottify/observability';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type JsMsg } from 'nats';
import { asEffectOf } from '../wire/causation.js';
import { markHandled } from './inbox.repository.js';
import { readEvent, type EventUnreadableError, type TypedEvent } from './typed-event.js';

export interface ConsumeOptions<N extends EventName> {
  /** Name of the consumer in NATS: the same at every start, and unique among all services. */
  durable: string;
  events: readonly N[];
  /** Holds the inbox; the effect belongs into the same transaction. */
  database: Database;
  /** An error undoes the transaction and brings the event again, later and later, until it is seven days old. */
  handle: (event: TypedEvent<N>, tx: WriteTransaction) => Promise<void>;
}

const RETRY_SECONDS = [1, 5, 15, 60];
const LAST_RETRY_SECONDS = 300;

/** How long an event waits after its handler failed for the `attempt`th time. */
export const retrySecondsAfter = (attempt: number): number => RETRY_SECONDS[attempt - 1] ?? LAST_RETRY_SECONDS;

/** The message is still being worked on and must not come again yet. */
export const askForTime = (message: JsMsg): void => reply(() => message.working());

/** Settles one message; never rejects, and never acknowledges before the commit. */
export async function settleMessage(message: JsMsg, options: ConsumeOptions<EventName>, logger: Logger): Promise<void> {
  const event = readOrTerminate(message, options.durable, logger);
  if (event === undefined) return;
  try {
    if (options.events.includes(event.type)) await takeEffect(event, options);
    reply(() => message.ack());
  } catch (error) {
    const attempt = message.info.deliveryCount;
    const retrySeconds = retrySecondsAfter(attempt);
    const details = {
      err: error,
      consumer: options.durable,
      eventId: event.id,
      type: event.type,
      attempt,
      retrySeconds,
    };
    logger.error(details, 'event handler failed; the event comes again');
    reply(() => message.nak(retrySeconds * 1_000));
  }
}

/** What cannot be understood now cannot be understood later: without an end it would come again for seven days. */
function readOrTerminate(message: JsMsg, consumer: string, logger: Logger): TypedEvent | undefined {
  try {
    return readEvent(message.data);
  } catch (error) {
    const { code, message: reason } = error as EventUnreadableError;
    logger.error({ consumer, subject: message.subject, sequence: message.seq, code, reason }, 'event dropped');
    reply(() => message.term());
    return undefined;
  }
}

async function takeEffect(event: TypedEvent, { database, handle }: ConsumeOptions<EventName>): Promise<void> {
  const message = { messageId: event.id, traceparent: event.traceparent };
  await asEffectOf(message, () =>
    database.write(async (tx) => {
      if (await markHandled(tx, event.id, Date.now())) await handle(event, tx);
    }),
  );
}

/** When the connection is gone the message comes again and the inbox knows it. */
function reply(send: () => void): void {
  try {
    send();
  } catch {
    return;
  }
}
