import { REQUESTS, type EventName, type RequestName, type ServiceName, type SignalName } from '@pezzottify/contracts';

/** The one place that turns names of the message map into NATS subjects and queue groups. */

const EVENT_PREFIX = 'pezzottify.event.';

export const ALL_EVENTS = `${EVENT_PREFIX}>`;

/** `host` addresses one service among those that host jobs; other requests have one owner and need none. */
export function requestSubject(name: RequestName, host?: ServiceName): string {
  const subject = `pezzottify.request.${name}.v1`;
  const isHosted = REQUESTS[name].owner === 'job-host';
  if (isHosted !== (host !== undefined)) {
    throw new TypeError(`${name}: ${isHosted ? 'a job host must be named' : 'only job-host requests name a host'}`);
  }
  return host === undefined ? subject : `${subject}.${host}`;
}

/** Processes of one owner share its requests: each is answered once. */
export function requestQueue(name: RequestName, host?: ServiceName): string {
  return host ?? REQUESTS[name].owner;
}

export const eventSubject = (type: EventName): string => `${EVENT_PREFIX}${type}`;

export const signalSubject = (name: SignalName): string => `pezzottify.signal.${name}`;

/**
 * The narrowest single filter that lets all these events pass: nats-server before 2.10 allows one filter per consumer,
 * and one consumer is what keeps events of several types in their order.
 */
export function eventFilter(types: readonly EventName[]): string {
  const [first, ...others] = [...new Set(types)].map((type) => eventSubject(type).split('.'));
  if (first === undefined) return ALL_EVENTS;
  if (others.length === 0) return first.join('.');
  const differsAt = first.findIndex((token, at) => others.some((tokens) => tokens[at] !== token));
  return [...first.slice(0, differsAt === -1 ? first.length : differsAt), '>'].join('.');
}
