import 'reflect-metadata';
import { runService } from '@pezzottify/service-runner';

await runService({
  service: 'job-scheduler',
  start: async (config, context) => (await import('./start-job-scheduler.js')).startJobScheduler(config, context),
});
