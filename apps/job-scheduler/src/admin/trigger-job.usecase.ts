import { Inject, Injectable } from '@nestjs/common';
import { CodedError } from '@pezzottify/contracts';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { HandOver } from '../runs/hand-over.js';
import { PrepareRun } from '../runs/prepare-run.usecase.js';
import { findJob } from '../storage/jobs.repository.js';
import { CLOCK, DATABASE } from '../tokens.js';
import { unknownJob } from './unknown-job.js';

/** An admin wants a run now. Its answer says whether the host has taken it. */
@Injectable()
export class TriggerJob {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly prepareRun: PrepareRun,
    private readonly handOver: HandOver,
  ) {}

  async execute(jobId: string, isForced: boolean): Promise<number> {
    const run = await this.database.write(async (tx) => {
      const job = await findJob(tx, jobId);
      if (!job) throw unknownJob(jobId);
      return this.prepareRun.execute(tx, job, { by: 'manual', dueAt: null, isForced, at: this.clock.millis() });
    });
    if (!run) throw new CodedError('JOB_RUNNING', `job "${jobId}" is running; wait until it has ended`);
    const refusal = await this.handOver.once(run);
    if (!refusal) return run.run_id;
    throw new CodedError(refusal.kind === 'already_running' ? 'JOB_RUNNING' : 'JOB_HOST_UNAVAILABLE', refusal.message);
  }
}
