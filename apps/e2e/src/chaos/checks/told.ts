import { type Evidence } from '../evidence/evidence.js';

/** Everyone who takes part in a request hears of its beginning and of its end, once, and of nothing after that. */
export function toldProblems({ queue, told }: Pick<Evidence, 'queue' | 'told'>): string[] {
  const requests = new Map(queue.items.filter(({ parent_id }) => parent_id === null).map((item) => [item.id, item]));
  const endsOf = (status: string): string[] =>
    queue.participants
      .filter(({ queue_item_id }) => requests.get(queue_item_id)?.status === status)
      .map(({ queue_item_id, user_id }) => `${user_id} ${queue_item_id}`);
  const audited = (type: string): string[] =>
    queue.audit
      .filter(({ event_type }) => event_type === type)
      .map((one) => `${one.user_id ?? ''} ${one.queue_item_id ?? ''}`);
  const heard = (type: string, status?: string): string[] =>
    told.events
      .filter((event) => event.event_type === type && (status === undefined || event.status === status))
      .map(({ user_id, request_id }) => `${user_id} ${request_id ?? ''}`);
  const notified = told.notifications.map(({ user_id, request_id }) => `${user_id} ${request_id}`);
  return [
    ...differences('notified of the end', endsOf('COMPLETED'), notified),
    ...differences('told of completion', endsOf('COMPLETED'), heard('download_completed')),
    ...differences('told of failure', endsOf('FAILED'), heard('download_status_changed', 'FAILED')),
    ...differences('told of cancelling', audited('REQUEST_CANCELLED'), heard('download_status_changed', 'CANCELLED')),
    ...differences('told of acceptance', audited('REQUEST_CREATED'), heard('download_request_created')),
    ...gaps(told.events),
    ...afterTheEnd(told.events),
  ];
}

function differences(what: string, expected: readonly string[], actual: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const one of expected) counts.set(one, (counts.get(one) ?? 0) - 1);
  for (const one of actual) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts]
    .filter(([, n]) => n !== 0)
    .map(([who, n]) => `user and request ${who}: ${what} ${n > 0 ? `${n} times too often` : 'never'}`);
}

type Events = Evidence['told']['events'];

function gaps(events: Events): string[] {
  return [...Map.groupBy(events, ({ user_id }) => user_id)].flatMap(([user, own]) =>
    own.some(({ seq }, index) => seq !== index + 1) ? [`the events of user ${user} have gaps`] : [],
  );
}

function afterTheEnd(events: Events): string[] {
  const ended = new Set<string>();
  const problems: string[] = [];
  for (const { user_id, request_id, event_type } of events) {
    const key = `${user_id} ${request_id ?? ''}`;
    if (request_id !== null && ended.has(key)) problems.push(`user and request ${key}: ${event_type} after completion`);
    if (event_type === 'download_completed') ended.add(key);
  }
  return problems;
}
