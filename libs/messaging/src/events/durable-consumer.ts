import { type Logger } from '@pezzottify/observability';
import { type Database } from '@pezzottify/persistence';
import { AckPolicy, DeliverPolicy, nanos, type Consumer, type ConsumerConfig, type ConsumerInfo } from 'nats';
import { forgetPosition, positionOf } from './inbox.repository.js';
import { orMissing, STREAM, type LiveStream } from './live-stream.js';

export interface Durable {
  readonly durable: string;
  readonly filter: string;
  readonly database: Database;
}

/** How long the events of a consumer that died stay out of reach; handlers that take longer ask for more time. */
export const ACK_WAIT_MS = 10_000;

/** Events that wait for their next attempt count too: failing ones must not soon stop the others. */
const MAX_UNACKNOWLEDGED = 1_000;

export interface Attached {
  readonly consumer: Consumer;
  /** Deliveries are counted, those that come again too; the next is this one and 1. */
  readonly lastDelivery: number;
}

/** The consumer of that name, created, updated or, when the server's memory of it is worthless, created anew. */
export async function attachConsumer(live: LiveStream, durable: Durable, logger: Logger): Promise<Attached> {
  const { consumers } = live.manager;
  let present = await orMissing(consumers.info(STREAM, durable.durable));
  if (present && !(await isTrustworthy(present, live, durable))) {
    logger.warn({ consumer: durable.durable }, 'the stream lost events; reading it again from the start');
    await consumers.delete(STREAM, durable.durable);
    present = undefined;
  }
  if (!present) {
    await durable.database.write((tx) => forgetPosition(tx, durable.durable));
    await consumers.add(STREAM, { ...configOf(durable), deliver_policy: DeliverPolicy.All });
  } else if (holdsUntried(present)) {
    await readAgainFrom(live, present, durable);
    present = undefined;
  } else if (!isAsWanted(present.config, configOf(durable))) {
    await consumers.update(STREAM, durable.durable, configOf(durable));
  }
  return { consumer: await live.consumer(durable.durable), lastDelivery: present?.delivered.consumer_seq ?? 0 };
}

/**
 * Whether events were given to a process that died, or to a connection that broke: nobody uses a consumer while it is being
 * attached. What was brought again already does not count: it fails, and waits for another attempt.
 */
const holdsUntried = ({ num_ack_pending, num_redelivered }: ConsumerInfo): boolean => num_ack_pending > num_redelivered;

/**
 * The server would bring them after ten seconds, and what happened after them before. The inbox knows those among the later
 * ones that have had their effect.
 */
async function readAgainFrom(live: LiveStream, present: ConsumerInfo, durable: Durable): Promise<void> {
  const { consumers } = live.manager;
  const start = { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: present.ack_floor.stream_seq + 1 };
  await consumers.delete(STREAM, durable.durable);
  await consumers.add(STREAM, { ...configOf(durable), ...start });
}

/**
 * A consumer's position outlives the end of its stream: after nats-server lost unsynced messages, it skips as many new
 * ones as it had delivered of the lost. Seen with 2.9.10. Reading again from the start is harmless thanks to the inbox.
 */
async function isTrustworthy(
  consumer: ConsumerInfo,
  live: LiveStream,
  { durable, database }: Durable,
): Promise<boolean> {
  const delivered = consumer.delivered.stream_seq;
  if (delivered === 0) return true;
  const { state } = await live.info();
  if (delivered > state.last_seq) return false;
  const position = await positionOf(database.reads, durable);
  if (position === undefined || delivered > position.sequence) return position?.serverId === live.serverId;
  // What the stream has let go by age can no longer be compared.
  if (position.serverId === live.serverId || position.sequence < state.first_seq) return true;
  return (await live.eventIdAt(position.sequence)) === position.eventId;
}

/** What the server lets be changed later. */
const CHANGEABLE = ['filter_subject', 'ack_wait', 'max_ack_pending'] as const;

const isAsWanted = (present: ConsumerConfig, wanted: Partial<ConsumerConfig>): boolean =>
  CHANGEABLE.every((key) => present[key] === wanted[key]);

const configOf = ({ durable, filter }: Durable) =>
  ({
    durable_name: durable,
    filter_subject: filter,
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(ACK_WAIT_MS),
    max_ack_pending: MAX_UNACKNOWLEDGED,
    max_deliver: -1,
  }) satisfies Partial<ConsumerConfig>;
