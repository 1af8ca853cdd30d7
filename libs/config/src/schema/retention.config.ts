import { integer } from './numbers.js';
import { setting } from './setting.js';

/** How long the past is kept. */
export const retention = {
  event_retention_days: setting(integer({ min: 0 }), {
    default: 30,
    flag: '--event-retention-days',
    readBy: ['catalog-api'],
    isLive: true,
    doc: 'Days for which sync events are kept; 0 = for ever.',
  }),
  prune_interval_hours: setting(integer({ min: 1 }), {
    default: 24,
    flag: '--prune-interval-hours',
    readBy: ['catalog-api'],
    doc: 'Hours between two clean-ups of old sync events.',
  }),
};

/** Settings of single background jobs. */
export const backgroundJobs = {
  popular_window_days: setting(integer({ min: 1 }), {
    default: 365,
    readBy: ['catalog-api'],
    isLive: true,
    doc: 'Days of listening that decide what is popular.',
  }),
  job_history_retention_days: setting(integer({ min: 0 }), {
    default: 90,
    readBy: ['job-scheduler'],
    isLive: true,
    doc: 'Days for which finished runs of jobs are kept; 0 = for ever.',
  }),
  // A service has thirty seconds to stop, of which requests under way may take ten.
  shutdown_timeout_secs: setting(integer({ min: 1, max: 20 }), {
    default: 10,
    isLive: true,
    doc: 'Seconds a service that stops waits for runs of its jobs that must not be cut off.',
  }),
};
