import { HOOKS, RUN_ERROR_CLASSES } from '@pezzottify/contracts';
import { AUDITED_ACTIONS } from '../storage/audit.repository.js';
import { boolean, integer, listOf, nullable, objectOf, text, wordOf, type Schema } from '@pezzottify/http-edge';

/** The answers of section 6.1 of the HTTP contract, for the description of the API. */

const instant: Schema = { type: 'string', format: 'date-time' };

const RUN = {
  run_id: integer,
  started_at: instant,
  finished_at: nullable(instant),
  status: wordOf(['running', 'completed', 'failed', 'missed', 'skipped', 'suppressed']),
  outcome: { type: 'string', enum: ['Running', 'Success', 'Failed', null], nullable: true },
  error_message: nullable(text),
  triggered_by: text,
};
const JOB_RUN = objectOf(RUN);

const anyObject: Schema = { type: 'object', additionalProperties: true };

export const RUN_DETAILS = objectOf({
  ...RUN,
  due_at: nullable(instant),
  host: nullable(text),
  is_forced: boolean,
  parameters: anyObject,
  progress: nullable(objectOf({ fraction: nullable({ type: 'number', minimum: 0, maximum: 1 }), text })),
  log_tail: listOf(text),
  summary: nullable(text),
  error_class: nullable(wordOf(RUN_ERROR_CLASSES)),
  cancel_requested_at: nullable(instant),
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
  pause: nullable(objectOf({ owner: text, reason: text, paused_at: instant, expires_at: nullable(instant) })),
  parameters: nullable(anyObject),
  configuration: objectOf({
    enabled: boolean,
    timeout_secs: integer,
    missed_runs: wordOf(['skip', 'once', 'all']),
    missed_cap: integer,
    jitter_secs: integer,
    start_time: nullable(text),
    shutdown: wordOf(['cancellable', 'wait_for_completion']),
    overridden: listOf(text),
  }),
});

export const JOB_LIST = objectOf({ jobs: listOf(JOB_INFO) });
export const JOB_HISTORY = objectOf({ history: listOf(JOB_RUN), next_until: nullable(text) });
export const TRIGGERED = objectOf({ status: wordOf(['triggered']), job_id: text, run_id: integer });
export const CANCELLING = objectOf({ status: wordOf(['cancelling']), job_id: text, run_id: integer });

const AUDIT_ENTRY = objectOf({
  id: integer,
  timestamp: instant,
  user_id: integer,
  user_handle: text,
  action: wordOf(AUDITED_ACTIONS),
  job_id: text,
  run_id: nullable(integer),
  details: anyObject,
});

export const JOB_AUDIT = objectOf({ entries: listOf(AUDIT_ENTRY), total_count: integer, has_more: boolean });
