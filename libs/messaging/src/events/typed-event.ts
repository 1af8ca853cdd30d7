import { CloudEvent, EVENTS, ShapeInvalidError, validate, type EventName, type EventOf } from '@pezzottify/contracts';
import { decodeJson } from '../wire/json.js';

type OneEvent<N extends EventName> = Omit<CloudEvent, 'type' | 'data'> & { type: N; data: EventOf<N> };

/** A CloudEvent whose `data` has the shape that its `type` promises; narrow it by `type`. */
export type TypedEvent<N extends EventName = EventName> = { [Name in N]: OneEvent<Name> }[N];

/** The message is no event of the message map, and waiting will not make it one. */
export class EventUnreadableError extends Error {
  constructor(
    readonly code: 'MALFORMED' | 'UNKNOWN_TYPE' | ShapeInvalidError['code'],
    message: string,
  ) {
    super(message);
    this.name = 'EventUnreadableError';
  }
}

/** Throws EventUnreadableError, which names places, never values. */
export function readEvent(bytes: Uint8Array): TypedEvent {
  try {
    return toTypedEvent(validate('event', CloudEvent, decodeJson(bytes)));
  } catch (error) {
    if (error instanceof EventUnreadableError) throw error;
    if (error instanceof ShapeInvalidError) throw new EventUnreadableError(error.code, error.message);
    throw new EventUnreadableError('MALFORMED', 'not JSON');
  }
}

function toTypedEvent(event: CloudEvent): TypedEvent {
  if (!isEventName(event.type)) throw new EventUnreadableError('UNKNOWN_TYPE', `unknown event type ${event.type}`);
  validate(event.type, EVENTS[event.type], event.data);
  return event as TypedEvent;
}

const isEventName = (type: string): type is EventName => Object.hasOwn(EVENTS, type);
