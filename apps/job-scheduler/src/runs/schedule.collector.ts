import { Inject, Injectable } from '@nestjs/common';
import { type Metrics } from '@pezzottify/observability';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { listJobs, type KnownJob } from '../storage/jobs.repository.js';
import { pendingHookCount } from '../storage/pending-hooks.repository.js';
import { runningSinceByJob } from '../storage/runs.repository.js';
import { CLOCK, DATABASE, METRICS } from '../tokens.js';

/** What only a look at the rows can tell, at every scrape: what should have begun, and what should have ended. */
@Injectable()
export class ScheduleCollector {
  constructor(
    @Inject(METRICS) metrics: Metrics,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    metrics.gauge('background_job_pending_hooks', 'Hooks that wait to become a run', [], async (gauge) => {
      gauge.set(await pendingHookCount(database.reads));
    });
    metrics.gauge(
      'background_job_overdue_seconds',
      'Since the due time that has come and has not been dealt with',
      ['job_id'],
      async (gauge) => {
        gauge.reset();
        for (const { id, nextRunAt } of await this.jobs()) gauge.set({ job_id: id }, this.secondsSince(nextRunAt));
      },
    );
    metrics.gauge(
      'background_job_overtime_seconds',
      'How long the run that is going exceeds its time limit',
      ['job_id'],
      async (gauge) => {
        gauge.reset();
        const since = await runningSinceByJob(database.reads);
        for (const { id, declaration } of await this.jobs()) {
          const seconds = this.secondsSince(since.get(id) ?? null) - declaration.timeout_seconds;
          gauge.set({ job_id: id }, Math.max(0, seconds));
        }
      },
    );
  }

  private jobs(): Promise<KnownJob[]> {
    return listJobs(this.database.reads);
  }

  private secondsSince(millis: number | null): number {
    return millis === null ? 0 : Math.max(0, this.clock.millis() - millis) / 1000;
  }
}
