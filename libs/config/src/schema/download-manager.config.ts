import { decimal, integer } from './numbers.js';
import { DerivedDefault, setting } from './setting.js';
import { boolean } from './texts.js';

const readBy = ['download-manager'] as const;

/** Who may ask for how much, how work is retried, and how fast it may go. */
export const downloadManager = {
  enabled: setting(boolean, {
    default: new DerivedDefault('true when downloader_url is set', ({ valueOf }) => valueOf('downloader_url') !== null),
    // The gateway answers for it while it is off.
    readBy: ['catalog-api', 'download-manager'],
    doc: 'Whether anything can be requested and downloaded.',
  }),
  max_albums_per_hour: setting(integer({ min: 1 }), {
    default: 10,
    readBy,
    isLive: true,
    doc: 'Albums begun per hour, for all users together.',
  }),
  max_albums_per_day: setting(integer({ min: 1 }), {
    default: 60,
    readBy,
    isLive: true,
    doc: 'Albums begun per day, for all users together.',
  }),
  user_max_requests_per_day: setting(integer({ min: 1 }), {
    default: 100,
    readBy,
    isLive: true,
    doc: 'Requests of one user per day.',
  }),
  user_max_queue_size: setting(integer({ min: 1 }), {
    default: 200,
    readBy,
    isLive: true,
    doc: 'Requests of one user that may be on their way at a time, waiting or in progress.',
  }),
  process_interval_secs: setting(integer({ min: 1, max: 3600 }), {
    default: 5,
    readBy,
    isLive: true,
    doc: 'Seconds after which a worker without work asks again, should it miss the signal that there is some.',
  }),
  stale_in_progress_threshold_secs: setting(integer({ min: 60 }), {
    default: 3600,
    readBy,
    isLive: true,
    doc: 'Seconds without any progress after which work counts as stuck and is reported.',
  }),
  max_retries: setting(integer({ min: 0, max: 100 }), {
    default: 5,
    readBy,
    isLive: true,
    doc: 'Attempts after the first one, of what is requested from then on.',
  }),
  initial_backoff_secs: setting(integer({ min: 1 }), {
    default: 60,
    readBy,
    isLive: true,
    doc: 'Seconds between the first attempt and the second.',
  }),
  max_backoff_secs: setting(integer({ min: 1 }), {
    default: 3600,
    readBy,
    isLive: true,
    doc: 'Longest wait between two attempts, in seconds; initial_backoff_secs or more.',
  }),
  backoff_multiplier: setting(decimal({ min: 1 }), {
    default: 2,
    readBy,
    isLive: true,
    doc: 'How many times longer each wait is than the one before.',
  }),
  audit_log_retention_days: setting(integer({ min: 0 }), {
    default: 90,
    readBy,
    isLive: true,
    doc: 'Days for which the audit log is kept; 0 = for ever.',
  }),
  throttle_enabled: setting(boolean, {
    default: false,
    readBy,
    isLive: true,
    doc: 'Whether the two limits below hold downloads back.',
  }),
  throttle_max_mb_per_minute: setting(decimal({ above: 0 }), {
    default: 20,
    readBy,
    isLive: true,
    doc: 'Megabytes (1048576 bytes) per minute.',
  }),
  throttle_max_mb_per_hour: setting(decimal({ above: 0 }), {
    default: 1500,
    readBy,
    isLive: true,
    doc: 'Megabytes (1048576 bytes) per hour.',
  }),
  worker_concurrency: setting(integer({ min: 1, max: 64 }), {
    default: 1,
    readBy,
    isLive: true,
    doc: 'Items each worker fetches at a time.',
  }),
  lease_secs: setting(integer({ min: 5, max: 3600 }), {
    default: 60,
    readBy,
    isLive: true,
    doc: 'Seconds after which the work of a worker that fell silent goes to another.',
  }),
  min_free_space_mb: setting(integer({ min: 0 }), {
    default: 512,
    readBy,
    isLive: true,
    doc: 'Megabytes that stay free on the disk of media_path: below it downloads wait; 0 = no floor.',
  }),
  starvation_minutes: setting(integer({ min: 1 }), {
    default: 60,
    readBy,
    isLive: true,
    doc: 'Minutes after which what waits goes before what matters more.',
  }),
};
