import 'reflect-metadata';
import { runService } from '@pezzottify/service-runner';
import { startJobScheduler } from './start-job-scheduler.js';

await runService({ service: 'job-scheduler', start: startJobScheduler });
