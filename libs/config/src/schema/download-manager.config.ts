import { decimal, integer } from './numbers.js';
import { DerivedDefault, setting } from './setting.js';
import { boolean } from './texts.js';

const readBy = ['download-manager'] as const;

/** Who may ask for how much, how work is retried, and how fast it may go. */
export const downloadManager = {
  enabled: setting(boolean, {
    default: new DerivedDefault('true when downloader_url is set', ({ valueOf }) => valueOf('downloader_url') !== null),
    readBy,
    doc: 'Whether anything can be requested and downloaded.',
  }),
  max_albums_per_hour: setting(integer({ min: 1 }), {
    default: 10,
    readBy,
    doc: 'Albums begun per hour, for all users together.',
  }),
  max_albums_per_day: setting(integer({ min: 1 }), {
    default: 60,
    readBy,
    doc: 'Albums begun per day, for all users together.',
  }),
  user_max_requests_per_day: setting(integer({ min: 1 }), {
    default: 100,
    readBy,
    doc: 'Requests of one user per day.',
  }),
  user_max_queue_size: setting(integer({ min: 1 }), {
    default: 200,
    readBy,
    doc: 'Requests of one user that may wait at a time.',
  }),
  process_interval_secs: setting(integer({ min: 1, max: 3600 }), {
    default: 5,
    readBy,
    doc: 'Seconds after which a worker without work asks again, should it miss the signal that there is some.',
  }),
  stale_in_progress_threshold_secs: setting(integer({ min: 60 }), {
    default: 3600,
    readBy,
    doc: 'Seconds without any progress after which work counts as stuck and is reported.',
  }),
  max_retries: setting(integer({ min: 0, max: 100 }), { default: 5, readBy, doc: 'Attempts after the first one.' }),
  initial_backoff_secs: setting(integer({ min: 1 }), {
    default: 60,
    readBy,
    doc: 'Seconds between the first attempt and the second.',
  }),
  max_backoff_secs: setting(integer({ min: 1 }), {
    default: 3600,
    readBy,
    doc: 'Longest wait between two attempts, in seconds; initial_backoff_secs or more.',
  }),
  backoff_multiplier: setting(decimal({ min: 1 }), {
    default: 2,
    readBy,
    doc: 'How many times longer each wait is than the one before.',
  }),
  audit_log_retention_days: setting(integer({ min: 0 }), {
    default: 90,
    readBy,
    doc: 'Days for which the audit log is kept; 0 = for ever.',
  }),
  throttle_enabled: setting(boolean, {
    default: false,
    readBy,
    doc: 'Whether the two limits below hold downloads back.',
  }),
  throttle_max_mb_per_minute: setting(decimal({ above: 0 }), {
    default: 20,
    readBy,
    doc: 'Megabytes (1048576 bytes) per minute.',
  }),
  throttle_max_mb_per_hour: setting(decimal({ above: 0 }), {
    default: 1500,
    readBy,
    doc: 'Megabytes (1048576 bytes) per hour.',
  }),
  worker_concurrency: setting(integer({ min: 1, max: 64 }), {
    default: 1,
    readBy,
    doc: 'Items each worker works on at a time.',
  }),
  lease_secs: setting(integer({ min: 5, max: 3600 }), {
    default: 60,
    readBy,
    doc: 'Seconds after which the work of a worker that fell silent goes to another.',
  }),
  min_free_space_mb: setting(integer({ min: 0 }), {
    default: 512,
    readBy,
    doc: 'Megabytes that stay free on the disk of media_path: below it downloads wait; 0 = no floor.',
  }),
  starvation_minutes: setting(integer({ min: 1 }), {
    default: 60,
    readBy,
    doc: 'Minutes after which what waits goes before what matters more.',
  }),
};
