export * from './backoff.js';
export * from './decision.js';
export * from './lease.js';
