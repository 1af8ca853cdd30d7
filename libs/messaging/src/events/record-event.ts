import { randomUUID } from 'node:crypto';
import {
  EVENTS,
  validate,
  type CloudEvent,
  type EventName,
  type EventOf,
  type ServiceName,
} from '@pezzottify/contracts';
import { currentTraceparent, traceparentOrNew } from '@pezzottify/observability';
import { type WriteTransaction } from '@pezzottify/persistence';
import { MessageTooLargeError } from '../messaging.errors.js';
import { currentCausationId } from '../wire/causation.js';
import { eventSubject } from '../wire/subjects.js';
import { insertEvents, type NewOutboxRow } from './outbox.repository.js';
import { nudgeRelays } from './running-relays.js';

/** Far below the 1 MiB that nats-server takes by default: a row that could never be published must not be written. */
const MAX_EVENT_BYTES = 512 * 1024;

export interface NewEvent<N extends EventName> {
  source: ServiceName;
  type: N;
  data: EventOf<N>;
  /** Default: the id of the message being handled. */
  causationId?: string;
  /** Default: that of the request or message being handled. */
  traceparent?: string;
}

/**
 * Writes the event into the outbox as part of `tx`: it will be published if and only if the transaction commits.
 * Returns the event's id. Throws ShapeInvalidError or MessageTooLargeError, which must undo the transaction.
 */
export async function recordEvent<N extends EventName>(tx: WriteTransaction, event: NewEvent<N>): Promise<string> {
  const row = toRow(event);
  await insertEvents(tx, [row], Date.now());
  tx.afterCommit(nudgeRelays);
  return row.eventId;
}

/** The same for several events, in their order, with one statement for all of them. */
export async function recordEvents(tx: WriteTransaction, events: readonly NewEvent<EventName>[]): Promise<void> {
  if (events.length === 0) return;
  await insertEvents(tx, events.map(toRow), Date.now());
  tx.afterCommit(nudgeRelays);
}

function toRow<N extends EventName>(event: NewEvent<N>): NewOutboxRow {
  const cloudEvent = toCloudEvent(event);
  const body = JSON.stringify(cloudEvent);
  const bytes = Buffer.byteLength(body);
  if (bytes > MAX_EVENT_BYTES) throw new MessageTooLargeError(event.type, bytes, MAX_EVENT_BYTES);
  return { eventId: cloudEvent.id, subject: eventSubject(event.type), body };
}

function toCloudEvent<N extends EventName>({ source, type, data, causationId, traceparent }: NewEvent<N>): CloudEvent {
  const cause = causationId ?? currentCausationId();
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: `/pezzottify/${source}`,
    type,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    traceparent: traceparentOrNew(traceparent ?? currentTraceparent()),
    ...(cause === undefined ? {} : { causationid: cause }),
    data: validate(type, EVENTS[type], data),
  };
}
