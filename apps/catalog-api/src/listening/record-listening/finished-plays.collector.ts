import { DEVICE_TYPES } from '@pezzottify/contracts';
import { type Metrics } from '@pezzottify/observability';
import { type PlayListener } from './finished-play.js';

/** `listening_events_total` and `listening_duration_seconds_total` of the HTTP contract. */
export function finishedPlays(metrics: Metrics): PlayListener {
  const plays = metrics.counter('listening_events_total', 'Plays that have ended', ['client_type', 'completed']);
  const seconds = metrics.counter('listening_duration_seconds_total', 'Seconds heard of them', ['client_type']);
  // From the start: the first play would otherwise be no increase of anything.
  for (const client_type of DEVICE_TYPES) {
    seconds.inc({ client_type }, 0);
    for (const completed of ['true', 'false']) plays.inc({ client_type, completed }, 0);
  }
  return ({ clientType, isCompleted, durationSeconds }) => {
    const client_type = labelOf(clientType);
    plays.inc({ client_type, completed: String(isCompleted) });
    seconds.inc({ client_type }, durationSeconds);
  };
}

/** The text is the client's own; labels come from a closed list. */
const labelOf = (clientType: string | null): string => DEVICE_TYPES.find((type) => type === clientType) ?? 'unknown';
