import { Inject, Injectable } from '@nestjs/common';
import { CodedError } from '@pezzottify/contracts';
import { type Database } from '@pezzottify/persistence';
import { RunStarter } from '../runs/run-starter.js';
import { findJob } from '../storage/jobs.repository.js';
import { DATABASE } from '../tokens.js';
import { unknownJob } from './unknown-job.js';

/** An admin wants a run now. Its answer says whether the host has taken it. */
@Injectable()
export class TriggerJob {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly starter: RunStarter,
  ) {}

  async execute(jobId: string, isForced: boolean): Promise<number> {
    const run = await this.database.write(async (tx) => {
      const job = await findJob(tx, jobId);
      if (!job) throw unknownJob(jobId);
      return this.starter.prepare(tx, job, { by: 'manual', dueAt: null, isForced });
    });
    if (!run) throw new CodedError('JOB_RUNNING', `job "${jobId}" is running; wait until it has ended`);
    if (await this.starter.handOverNow(run)) return run.run_id;
    throw new CodedError('JOB_HOST_UNAVAILABLE', `${run.job.host}, which runs the job "${jobId}", is not available`);
  }
}
