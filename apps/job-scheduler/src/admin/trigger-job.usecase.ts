import { Inject, Injectable } from '@nestjs/common';
import { CodedError, type ErrorCode, type JobParameters } from '@pezzottify/contracts';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { HandOver } from '../runs/hand-over.js';
import { type Refusal } from '../runs/host-door.js';
import { PrepareRun } from '../runs/prepare-run.usecase.js';
import { recordDeed, type Administrator } from '../storage/audit.repository.js';
import { CLOCK, DATABASE } from '../tokens.js';
import { requireParameters } from './require-parameters.js';
import { requireJob } from './require-job.js';

export interface WantedRun {
  readonly isForced: boolean;
  readonly parameters: JobParameters;
}

const CODES: Readonly<Partial<Record<Refusal['kind'], ErrorCode>>> = {
  already_running: 'JOB_RUNNING',
  invalid_parameters: 'INVALID_VALUE',
};

/** An admin wants a run now. Its answer says whether the host has taken it. */
@Injectable()
export class TriggerJob {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly prepareRun: PrepareRun,
    private readonly handOver: HandOver,
  ) {}

  async execute(jobId: string, { isForced, parameters }: WantedRun, by: Administrator): Promise<number> {
    const run = await this.database.write(async (tx) => {
      const job = await requireJob(tx, jobId);
      requireParameters(job.declaration, parameters);
      const at = this.clock.millis();
      const [prepared] = await this.prepareRun.execute(tx, [{ job, by: 'manual', isForced, parameters }], at);
      const details = { force: isForced, parameters };
      if (prepared) await recordDeed(tx, { by, action: 'trigger', jobId, runId: prepared.run_id, details }, at);
      return prepared;
    });
    if (!run) throw new CodedError('JOB_RUNNING', `job "${jobId}" is running; wait until it has ended`);
    const refusal = await this.handOver.once(run);
    if (!refusal) return run.run_id;
    throw new CodedError(CODES[refusal.kind] ?? 'JOB_HOST_UNAVAILABLE', refusal.message);
  }
}
