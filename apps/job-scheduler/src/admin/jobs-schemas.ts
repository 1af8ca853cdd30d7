import { HOOKS } from '@pezzottify/contracts';
import { boolean, integer, listOf, nullable, objectOf, text, wordOf, type Schema } from '@pezzottify/http-edge';

/** The answers of section 6.1 of the HTTP contract, for the description of the API. */

const instant: Schema = { type: 'string', format: 'date-time' };

const JOB_RUN = objectOf({
  run_id: integer,
  started_at: instant,
  finished_at: nullable(instant),
  status: wordOf(['running', 'completed', 'failed', 'missed', 'skipped', 'suppressed']),
  outcome: { type: 'string', enum: ['Running', 'Success', 'Failed', null], nullable: true },
  error_message: nullable(text),
  triggered_by: text,
});

/** The only keys that are left out when they are not used. */
const SCHEDULE: Schema = {
  type: 'object',
  required: ['type'],
  properties: {
    type: wordOf(['cron', 'interval', 'hook', 'combined']),
    value_secs: integer,
    cron: text,
    hooks: listOf(wordOf(HOOKS)),
  },
};

export const JOB_INFO = objectOf({
  id: text,
  name: text,
  description: text,
  schedule: SCHEDULE,
  status: wordOf(['idle', 'running']),
  is_running: boolean,
  last_run: nullable(JOB_RUN),
  next_run_at: nullable(instant),
});

export const JOB_LIST = objectOf({ jobs: listOf(JOB_INFO) });
export const JOB_HISTORY = objectOf({ history: listOf(JOB_RUN) });
export const TRIGGERED = objectOf({ status: wordOf(['triggered']), job_id: text, run_id: integer });
