import { type Config } from '@pezzottify/config';
import { type JobDeclaration } from '@pezzottify/contracts';
import { type Job, type JobContext } from '@pezzottify/job-host';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { pruneAudit } from '../../storage/audit.repository.js';
import { pruneRuns } from '../../storage/run-history.repository.js';

const DAY_SECONDS = 86_400;
const BATCH = 500;

/** Keeps the history from growing for ever. */
export class JobHistoryCleanupJob implements Job {
  readonly declaration: JobDeclaration = {
    id: 'job_history_cleanup',
    name: 'Job history clean-up',
    description: 'Deletes finished runs older than job_history_retention_days, keeping the newest of each job',
    schedule: { interval_seconds: DAY_SECONDS },
    shutdown: 'cancellable',
    timeout_seconds: 600,
    missed_runs: 'once',
  };

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Pick<Config, 'backgroundJobs'>,
  ) {}

  async run(context: JobContext): Promise<string> {
    // 0 keeps everything.
    const retentionDays = this.config.backgroundJobs.jobHistoryRetentionDays;
    if (retentionDays === 0) return 'nothing to do: the history is kept for ever';
    const before = this.clock.millis() - retentionDays * DAY_SECONDS * 1000;
    let deleted = 0;
    for (let batch = BATCH; batch === BATCH; deleted += batch) {
      context.signal.throwIfAborted();
      batch = await this.database.write((tx) => pruneRuns(tx, before, BATCH));
      context.progress(null, `${deleted + batch} runs deleted`);
    }
    await this.pruneAudit(context, before);
    return `${deleted} runs deleted`;
  }

  private async pruneAudit({ signal }: JobContext, before: number): Promise<void> {
    for (let batch = BATCH; batch === BATCH;) {
      signal.throwIfAborted();
      batch = await this.database.write((tx) => pruneAudit(tx, before, BATCH));
    }
  }
}
