import { type JobSchedule } from '@pezzottify/contracts';
import { type ResolvedDeclaration } from '../registry/resolve-declaration.js';
import { CATCH_UP_CAP } from '../schedules/decide-due.js';
import { isPausedAt, type Pause } from '../schedules/pause.js';
import { toText } from '../storage/instant.js';
import { type KnownJob } from '../storage/jobs.repository.js';
import { type JobRun } from '../storage/run-history.repository.js';
import { toRunView } from './run.mapper.js';

/** What is shown of a job beside itself. */
export interface Surroundings {
  /** By job id. */
  readonly runs: ReadonlyMap<string, JobRun>;
  readonly pauses: ReadonlyMap<string, Pause>;
  readonly now: number;
}

export const toJobInfo = ({ id, declaration, nextRunAt }: KnownJob, { runs, pauses, now }: Surroundings) => {
  const lastRun = runs.get(id);
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
    pause: toPauseView(pauses.get(id), now),
    parameters: declaration.parameters ?? null,
    configuration: toConfigurationView(declaration),
  };
};

/** What applies, and which of it the configuration says instead of the code. */
const toConfigurationView = (declaration: ResolvedDeclaration) => ({
  enabled: declaration.enabled,
  timeout_secs: declaration.timeout_seconds,
  missed_runs: declaration.missed_runs,
  missed_cap: declaration.missed_cap ?? CATCH_UP_CAP,
  jitter_secs: declaration.schedule.interval_jitter_seconds ?? 0,
  start_time: toTimeOfDay(declaration.schedule.interval_start_seconds),
  shutdown: declaration.shutdown,
  overridden: declaration.overridden,
});

function toTimeOfDay(seconds: number | undefined): string | null {
  if (seconds === undefined) return null;
  const parts = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

function toPauseView(pause: Pause | undefined, now: number) {
  if (!pause || !isPausedAt(pause, now)) return null;
  const { owner, reason, from, until } = pause;
  return { owner, reason, paused_at: toText(from), expires_at: until === null ? null : toText(until) };
}

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
