import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { type Metrics } from '@pezzottify/observability';
import { type Database } from '@pezzottify/persistence';
import { listJobs } from '../storage/jobs.repository.js';
import { runningJobs } from '../storage/runs.repository.js';
import { DATABASE, METRICS } from '../tokens.js';
import { RunEvents } from './run-events.js';

const DURATION_BUCKETS = [0.1, 0.5, 1, 5, 10, 30, 60, 300, 600];
const LATENESS_BUCKETS = [0.05, 0.1, 0.5, 1, 5, 30, 60, 300, 3600];

/** The metrics of runs (HTTP contract, section 11), from what is told of them. */
@Injectable()
export class RunsCollector implements OnModuleInit {
  private readonly running;

  constructor(
    @Inject(METRICS) metrics: Metrics,
    @Inject(DATABASE) private readonly database: Database,
    events: RunEvents,
  ) {
    const { executions, durations, running } = ofRuns(metrics);
    const { lateness, passed } = ofDueTimes(metrics);
    this.running = running;
    events.listen({
      onStarted: ({ jobId: job_id, secondsLate }) => {
        running.set({ job_id }, 1);
        if (secondsLate !== null) lateness.observe({ job_id }, secondsLate);
      },
      onPassed: ({ jobId: job_id, statuses }) => {
        for (const status of statuses) passed.inc({ job_id, status });
      },
      onEnded: ({ jobId: job_id, result, seconds }) => {
        executions.inc({ job_id, status: result });
        if (seconds !== null) durations.observe({ job_id }, seconds);
        running.set({ job_id }, 0);
      },
    });
  }

  /** Runs that began before this process did, and go on elsewhere. */
  async onModuleInit(): Promise<void> {
    for (const { id } of await listJobs(this.database.reads)) this.running.set({ job_id: id }, 0);
    for (const id of await runningJobs(this.database.reads)) this.running.set({ job_id: id }, 1);
  }
}

const ofRuns = (metrics: Metrics) => ({
  executions: metrics.counter('background_job_executions_total', 'Runs that ended', ['job_id', 'status']),
  durations: metrics.histogram('background_job_duration_seconds', 'From start to end', ['job_id'], DURATION_BUCKETS),
  running: metrics.gauge('background_job_running', '1 while a run is going', ['job_id']),
});

const ofDueTimes = (metrics: Metrics) => ({
  lateness: metrics.histogram(
    'background_job_lateness_seconds',
    'From the due time of a scheduled run to its start',
    ['job_id'],
    LATENESS_BUCKETS,
  ),
  passed: metrics.counter('background_job_passed_due_times_total', 'Due times at which nothing ran', [
    'job_id',
    'status',
  ]),
});
