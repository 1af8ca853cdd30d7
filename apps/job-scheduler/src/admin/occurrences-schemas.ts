import { boolean, integer, listOf, nullable, objectOf, text, wordOf, type Schema } from '@pezzottify/http-edge';
import { OCCURRENCE_STATUSES } from '../storage/occurrences.repository.js';

const instant: Schema = { type: 'string', format: 'date-time' };

const OCCURRENCE = objectOf({
  due_at: instant,
  status: wordOf(OCCURRENCE_STATUSES),
  reason: nullable(text),
  run_id: nullable(integer),
  run_status: nullable(wordOf(['running', 'completed', 'failed'])),
});

export const OCCURRENCES = objectOf({ occurrences: listOf(OCCURRENCE), next_until: nullable(instant) });

const COMING_DUE_TIME = objectOf({
  due_at: instant,
  source: wordOf(['cron', 'interval']),
  is_estimated: boolean,
  is_paused: boolean,
});

export const COMING = objectOf({ next: listOf(COMING_DUE_TIME) });
