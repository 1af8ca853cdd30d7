import {
  headers,
  nanos,
  NatsError,
  RetentionPolicy,
  StorageType,
  type Consumer,
  type JetStreamClient,
  type JetStreamManager,
  type MsgHdrs,
  type NatsConnection,
  type PubAck,
  type StreamConfig,
  type StreamInfo,
} from 'nats';
import { ALL_EVENTS } from '../wire/subjects.js';

export const STREAM = 'EVENTS';

const DAY_MS = 86_400_000;
const PUBLISH_TIMEOUT_MS = 10_000;
const MESSAGE_ID = 'Nats-Msg-Id';

const CONFIG = {
  subjects: [ALL_EVENTS],
  retention: RetentionPolicy.Limits,
  storage: StorageType.File,
  max_age: nanos(7 * DAY_MS),
  duplicate_window: nanos(120_000),
} satisfies Partial<StreamConfig>;

/** Services start together and each calls this: creating the same stream twice is no error for the server. */
export async function ensureStream(manager: JetStreamManager): Promise<StreamInfo> {
  const present = await orMissing(manager.streams.info(STREAM));
  if (present === undefined) return manager.streams.add({ name: STREAM, ...CONFIG });
  const isAsWanted = Object.entries(CONFIG).every(
    ([key, value]) => JSON.stringify(present.config[key as keyof StreamConfig]) === JSON.stringify(value),
  );
  return isAsWanted ? present : manager.streams.update(STREAM, { ...present.config, ...CONFIG });
}

/** The stream as one session sees it. */
export class LiveStream {
  private readonly client: JetStreamClient;

  constructor(
    readonly session: NatsConnection,
    readonly manager: JetStreamManager,
    /** When the server created it, to the nanosecond: another stream of the same name has another one. */
    readonly createdAt: string,
  ) {
    this.client = session.jetstream();
  }

  get isOpen(): boolean {
    return !this.session.isClosed() && !this.session.isDraining();
  }

  /** Changes with every start of the server. */
  get serverId(): string {
    return this.session.info?.server_id ?? '';
  }

  info(): Promise<StreamInfo> {
    return this.manager.streams.info(STREAM);
  }

  consumer(durable: string): Promise<Consumer> {
    return this.client.consumers.get(STREAM, durable);
  }

  /** Resolves once the server has taken the event; within two minutes it recognises the same id again. */
  publish(subject: string, eventId: string, body: string): Promise<PubAck> {
    const header = headers();
    header.set('Content-Type', 'application/cloudevents+json');
    const options = { msgID: eventId, headers: header, timeout: PUBLISH_TIMEOUT_MS };
    return this.client.publish(subject, body, options);
  }

  /** The event that lies at this sequence, or undefined when nothing does. */
  async eventIdAt(sequence: number): Promise<string | undefined> {
    const message = await orMissing(this.manager.streams.getMessage(STREAM, { seq: sequence }));
    return message && messageIdOf(message.header);
  }
}

/** The id of the event that the message carries. */
export const messageIdOf = (received: MsgHdrs | undefined): string => received?.get(MESSAGE_ID) ?? '';

/** Undefined for a stream, consumer or message that does not exist. */
export async function orMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof NatsError && error.api_error?.code === 404) return undefined;
    throw error;
  }
}
