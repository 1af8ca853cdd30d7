import { type RequestOf } from '@pezzottify/contracts';
import { eventually } from '@pezzottify/testing';
import { TIMEOUT_MS, type TestOwner } from '../owner.fixture.js';

type Outcome = RequestOf<'jobs.finish-run'>['outcome'];

/** Plays job-scheduler for the watchdog of an owner: starts runs over NATS and takes their end. */
export class WatchdogRuns {
  private readonly outcomes = new Map<number, PromiseWithResolvers<Outcome>>();
  private number = 0;

  constructor(private readonly owner: TestOwner) {
    owner.bus.handle('jobs.announce', () => Promise.resolve({ accepted: [], refused: [] }));
    owner.bus.handle('jobs.heartbeat-run', () => Promise.resolve({ kind: 'renewed' }));
    owner.bus.handle('jobs.finish-run', ({ run_id, outcome }) => {
      this.outcomeOf(run_id).resolve(outcome);
      return Promise.resolve({ kind: 'recorded' });
    });
    owner.bus.start();
  }

  /** Runs it to its end. */
  async run(options: { force?: boolean; dryRun?: boolean } = {}): Promise<Outcome> {
    return this.end(await this.start(options));
  }

  async start({ force = false, dryRun = false }: { force?: boolean; dryRun?: boolean } = {}): Promise<number> {
    const run_id = (this.number += 1);
    const start = {
      run_id,
      lease_token: tokenOf(run_id),
      lease_seconds: 60,
      job_id: 'integrity_watchdog',
      triggered_by: 'manual',
      timeout_seconds: 3600,
      is_forced: force,
      ...(dryRun ? { parameters: { dry_run: true } } : {}),
    };
    // The end of a run is told a moment before its place is free.
    await eventually(async () => {
      const { kind } = await this.owner.bus.request('job-host.start-run', start, OPTIONS);
      if (kind !== 'started') throw new Error(`the run was not started: ${kind}`);
    });
    return run_id;
  }

  async cancel(run_id: number): Promise<void> {
    const body = { run_id, lease_token: tokenOf(run_id), reason: 'Cancelled' };
    await this.owner.bus.request('job-host.cancel-run', body, OPTIONS);
  }

  end(runId: number): Promise<Outcome> {
    return this.outcomeOf(runId).promise;
  }

  private outcomeOf(runId: number): PromiseWithResolvers<Outcome> {
    const outcome = this.outcomes.get(runId) ?? Promise.withResolvers<Outcome>();
    this.outcomes.set(runId, outcome);
    return outcome;
  }
}

const OPTIONS = { timeoutMs: TIMEOUT_MS, to: 'download-manager' } as const;
const tokenOf = (runId: number): string => `token-of-the-run-${String(runId).padStart(4, '0')}`;
