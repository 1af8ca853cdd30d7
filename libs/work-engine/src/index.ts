export * from './backoff.js';
export * from './decision.js';
export { GatheredCalls, type GatheringTerms } from './gathered-calls.js';
export * from './lease.js';
export { CronInvalidError } from './cron/cron.errors.js';
export { type Cron, parseCron } from './cron/cron.js';
export { nextCronTime } from './cron/next-cron-time.js';
