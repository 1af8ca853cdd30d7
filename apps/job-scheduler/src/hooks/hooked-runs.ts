import { Injectable } from '@nestjs/common';
import { type WriteTransaction } from '@pezzottify/persistence';
import { PrepareRun, type PreparedRun } from '../runs/prepare-run.usecase.js';
import { findJob } from '../storage/jobs.repository.js';
import { removePendingHook, startableHooks, type PendingHook } from '../storage/pending-hooks.repository.js';

/** Turns hooks that wait into runs, once no run of their job is going. */
@Injectable()
export class HookedRuns {
  constructor(private readonly prepareRun: PrepareRun) {}

  async prepare(tx: WriteTransaction, now: number): Promise<PreparedRun[]> {
    const runs: PreparedRun[] = [];
    for (const hook of await startableHooks(tx, now)) {
      const run = await this.prepareOne(tx, hook, now);
      if (run) runs.push(run);
    }
    return runs;
  }

  private async prepareOne(
    tx: WriteTransaction,
    { jobId, hook }: PendingHook,
    now: number,
  ): Promise<PreparedRun | undefined> {
    const job = await findJob(tx, jobId);
    const trigger = { by: `hook:${hook}`, dueAt: null, isForced: false, at: now };
    const run = job && (await this.prepareRun.execute(tx, job, trigger));
    if (run || !job) await removePendingHook(tx, jobId);
    return run;
  }
}
