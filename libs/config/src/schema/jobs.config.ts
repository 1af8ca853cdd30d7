import { integer } from './numbers.js';
import { cronExpression, timeOfDay } from './schedules.js';
import { setting, type Settings, type ValuesOf } from './setting.js';
import { boolean, word } from './texts.js';

/** The jobs there are: a misspelt one in the file must not be taken for another. */
export const JOB_IDS = [
  'audit_log_cleanup',
  'event_pruning',
  'integrity_watchdog',
  'job_history_cleanup',
  'popular_content',
] as const;

const MONTH_SECONDS = 31 * 86_400;
const TEN_YEARS_HOURS = 87_600;
const readBy = ['job-scheduler'] as const;

/** What the file may say about one job instead of its own code. */
export const jobSettings = {
  enabled: setting(boolean, {
    default: null,
    readBy,
    doc: 'Whether schedule and hooks start the job; a trigger by hand always does.',
  }),
  cron: setting(cronExpression, {
    default: null,
    readBy,
    doc: 'When the job is due; takes the place of its cron and interval.',
  }),
  interval_hours: setting(integer({ min: 1, max: TEN_YEARS_HOURS }), {
    default: null,
    readBy,
    doc: 'Hours from the end of a run to the next; takes the place of its cron and interval.',
  }),
  start_time: setting(timeOfDay, {
    default: null,
    readBy,
    doc: 'Ties the interval to the clock: due at this time of day and every interval from there.',
  }),
  jitter_secs: setting(integer({ min: 0, max: 86_400 }), {
    default: null,
    readBy,
    doc: 'Lengthens each interval by up to so many seconds.',
  }),
  timeout_secs: setting(integer({ min: 1, max: MONTH_SECONDS }), {
    default: null,
    readBy,
    doc: 'A run that takes longer is ended.',
  }),
  missed_runs: setting(word(['skip', 'once', 'all']), {
    default: null,
    readBy,
    doc: 'What becomes of due times that passed while the scheduler was not running.',
  }),
  missed_cap: setting(integer({ min: 1, max: 1000 }), {
    default: null,
    readBy,
    doc: 'So many missed due times are made up for by missed_runs = "all".',
  }),
} satisfies Settings;

/** Null: as the code of the job has it. */
export type JobSettings = ValuesOf<typeof jobSettings>;
export type JobId = (typeof JOB_IDS)[number];

export const jobTable = (id: string): string => `background_jobs.${id}`;
