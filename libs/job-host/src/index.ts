export * from './job-host.errors.js';
export { JobHost, type JobHostOptions } from './job-host.js';
export { type Job, type JobContext } from './job.js';
