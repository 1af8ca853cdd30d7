import { Inject, Injectable } from '@nestjs/common';
import { CodedError } from '@pezzottify/contracts';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { HostDoor } from '../runs/host-door.js';
import { RunEnder } from '../runs/run-ender.js';
import { recordDeed, type Administrator } from '../storage/audit.repository.js';
import { goingRunOf, requestCancel } from '../storage/runs.repository.js';
import { CLOCK, DATABASE } from '../tokens.js';
import { requireJob } from './require-job.js';

const CANCELLED = { errorMessage: 'Cancelled', errorClass: 'cancelled' } as const;

/** An admin wants the run of a job to end. The wish is on disk before the host hears of it. */
@Injectable()
export class CancelRun {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly door: HostDoor,
    private readonly ender: RunEnder,
  ) {}

  /** Returns the id of the run. One that no host has taken yet has ended by then. */
  execute(jobId: string, reason: string, by: Administrator): Promise<number> {
    return this.database.write(async (tx) => {
      const job = await requireJob(tx, jobId);
      const run = await goingRunOf(tx, jobId);
      if (!run) throw new CodedError('JOB_NOT_RUNNING', `job "${jobId}" is not running`);
      const now = this.clock.millis();
      await requestCancel(tx, run.id, now);
      await recordDeed(tx, { by, action: 'cancel', jobId, runId: run.id, details: { reason } }, now);
      const ref = { run_id: run.id, lease_token: run.token };
      if (!run.isTaken) await this.ender.endUntaken(ref, CANCELLED, 'cancelled');
      // Also for one that is being handed over: its host may have it all the same.
      tx.afterCommit(() => void this.door.cancel(job, { ...ref, reason: `Cancelled by ${by.handle}: ${reason}` }));
      return run.id;
    });
  }
}
