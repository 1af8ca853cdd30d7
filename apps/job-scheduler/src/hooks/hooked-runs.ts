import { Injectable } from '@nestjs/common';
import { type WriteTransaction } from '@pezzottify/persistence';
import { PrepareRun, type PreparedRun } from '../runs/prepare-run.usecase.js';
import { findJobs } from '../storage/jobs.repository.js';
import { removePendingHooks, startableHooks } from '../storage/pending-hooks.repository.js';

/** Turns hooks that wait into runs, once no run of their job is going. */
@Injectable()
export class HookedRuns {
  constructor(private readonly prepareRun: PrepareRun) {}

  async prepare(tx: WriteTransaction, now: number): Promise<PreparedRun[]> {
    const hooks = await startableHooks(tx, now);
    const ids = hooks.map(({ jobId }) => jobId);
    const jobs = await findJobs(tx, ids);
    const starts = hooks.flatMap(({ jobId, hook }) => {
      const job = jobs.get(jobId);
      return job ? [{ job, by: `hook:${hook}` }] : [];
    });
    const runs = await this.prepareRun.execute(tx, starts, now);
    const begun = new Set(runs.map(({ job }) => job.id));
    await removePendingHooks(
      tx,
      ids.filter((id) => begun.has(id) || !jobs.has(id)),
    );
    return runs;
  }
}
