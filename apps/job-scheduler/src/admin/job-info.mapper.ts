import { type JobSchedule } from '@pezzottify/contracts';
import { toText } from '../storage/instant.js';
import { type KnownJob } from '../storage/jobs.repository.js';
import { type JobRun, type RunStatus } from '../storage/run-history.repository.js';

/** The shapes of section 6.1 of the HTTP contract. */
export interface JobRunView {
  readonly run_id: number;
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly status: RunStatus;
  readonly outcome: 'Running' | 'Success' | 'Failed' | null;
  readonly error_message: string | null;
  readonly triggered_by: string;
}

const OUTCOMES: Readonly<Record<RunStatus, JobRunView['outcome']>> = {
  running: 'Running',
  completed: 'Success',
  failed: 'Failed',
  missed: null,
  skipped: null,
  suppressed: null,
};

export const toRunView = (run: JobRun): JobRunView => ({
  run_id: run.id,
  started_at: run.startedAt,
  finished_at: run.finishedAt,
  status: run.status,
  outcome: OUTCOMES[run.status],
  error_message: run.errorMessage,
  triggered_by: run.triggeredBy,
});

export const toJobInfo = ({ id, declaration, nextRunAt }: KnownJob, lastRun: JobRun | undefined) => {
  const isRunning = lastRun?.status === 'running';
  return {
    id,
    name: declaration.name,
    description: declaration.description,
    schedule: toScheduleView(declaration.schedule),
    status: isRunning ? 'running' : 'idle',
    is_running: isRunning,
    last_run: lastRun ? toRunView(lastRun) : null,
    next_run_at: nextRunAt === null ? null : toText(nextRunAt),
  };
};

/** Keys that are not used are left out. */
function toScheduleView({ cron, interval_seconds, hooks = [] }: JobSchedule) {
  const kinds = [
    cron !== undefined && 'cron',
    interval_seconds !== undefined && 'interval',
    hooks.length > 0 && 'hook',
  ];
  const used = kinds.filter((kind) => kind !== false);
  return {
    type: used.length === 1 ? used[0] : 'combined',
    ...(interval_seconds === undefined ? {} : { value_secs: interval_seconds }),
    ...(cron === undefined ? {} : { cron }),
    ...(hooks.length === 0 ? {} : { hooks }),
  };
}
