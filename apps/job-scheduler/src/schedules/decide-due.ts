import { type JobDeclaration, type JobSchedule } from '@pezzottify/contracts';
import { dueTimesUntil, isCalendarTime, nextDueTime } from './due-times.js';
import { splitByPause, type Pause } from './pause.js';

/** Later than this is a missed due time, not a late one: a service that was busy is not a service that was down. */
export const LATE_MS = 60_000;
/** So many missed due times are made up for by `missed_runs: "all"`. */
export const CATCH_UP_CAP = 10;

const ABSENT = 'it passed while the scheduler was not running';
const STILL_RUNNING = 'the previous run was still going';

/** A due time at which nothing ran, and why. */
export interface PassedDueTime {
  readonly dueAt: number;
  readonly status: 'missed' | 'skipped' | 'suppressed';
  readonly reason: string;
}

export interface DueDecision {
  /** The due time a run is to begin for; null when none is. */
  readonly runFor: number | null;
  readonly passed: readonly PassedDueTime[];
  /** Stored before anything runs. */
  readonly nextRunAt: number | null;
}

export interface DueSituation {
  /** The stored due time, which has come. */
  readonly dueAt: number;
  readonly now: number;
  /** When the run of the job began that is still going; null when none is. */
  readonly runningSince: number | null;
  readonly pause?: Pause | null;
  /** Due times that are settled already: after the clock was set back they come again. */
  readonly settled?: ReadonlySet<number>;
}

export type TimedJob = Pick<JobDeclaration, 'schedule' | 'missed_runs' | 'missed_cap'>;

interface Coming {
  readonly dueTimes: readonly number[];
  readonly nextRunAt: number | null;
}

/**
 * What to do about a job whose due time has come: run, late or not, or write down why not. Every due time from `dueAt` to
 * `now` is accounted for exactly once, now or, where runs are made up for one after another, later.
 */
export function decideDue(job: TimedJob, situation: DueSituation): DueDecision {
  const { dueAt, now, runningSince, pause = null, settled } = situation;
  const dueTimes = dueTimesUntil(job.schedule, dueAt, now).filter((time) => !settled?.has(time));
  const nextRunAt = nextDueTime(job.schedule, now);
  const { suppressed, open, isPaused } = splitByPause(pause, dueTimes, now);
  const coming = { dueTimes: open, nextRunAt };
  if (isPaused) return { runFor: null, passed: [...missed(open), ...suppressed], nextRunAt };
  const decision =
    runningSince === null ? whenFree(job, now, coming) : besideRun(job, { dueAt, now, runningSince }, coming);
  return decision.nextRunAt === dueAt ? decision : { ...decision, passed: [...decision.passed, ...suppressed] };
}

function whenFree(job: TimedJob, now: number, { dueTimes, nextRunAt }: Coming): DueDecision {
  if (job.missed_runs === 'all') return oneAfterAnother(job.missed_cap ?? CATCH_UP_CAP, { dueTimes, nextRunAt });
  const candidates = job.missed_runs === 'once' ? dueTimes : dueTimes.filter((time) => now - time <= LATE_MS);
  const runFor = candidates.at(-1) ?? null;
  return { runFor, passed: missed(dueTimes.filter((time) => time !== runFor)), nextRunAt };
}

function oneAfterAnother(cap: number, { dueTimes, nextRunAt }: Coming): DueDecision {
  const [runFor = null, following = null] = dueTimes.slice(-cap);
  const tooMany = `more were missed than are made up for (${cap})`;
  return { runFor, passed: missed(dueTimes.slice(0, -cap), tooMany), nextRunAt: following ?? nextRunAt };
}

/** One run of a job at a time: the due time is skipped, or waits if it is one of several that are to be made up for. */
function besideRun(
  { schedule, missed_runs }: TimedJob,
  { dueAt, now, runningSince }: DueSituation & { runningSince: number },
  { dueTimes, nextRunAt }: Coming,
): DueDecision {
  const isCatchingUp = missed_runs === 'all' && now - dueAt > LATE_MS && isCalendarTime(schedule, dueAt);
  if (isCatchingUp) return { runFor: null, passed: [], nextRunAt: dueAt };
  const passed = dueTimes.filter(
    (time) => isCalendarTime(schedule, time) || wasDueAnyway(schedule, time, runningSince),
  );
  const isBefore = (time: number): boolean => time < runningSince - LATE_MS;
  const skipped = passed.filter((time) => !isBefore(time));
  return { runFor: null, passed: [...missed(passed.filter(isBefore)), ...skippedAt(skipped)], nextRunAt };
}

/**
 * An interval counts from the end of a run. The due time stored when this run began is not one yet, it moves when the run
 * ends; one that is nearer than a whole interval was set before.
 */
const wasDueAnyway = ({ interval_seconds }: JobSchedule, time: number, runningSince: number): boolean =>
  interval_seconds !== undefined && time < runningSince + interval_seconds * 1000;

const skippedAt = (dueTimes: readonly number[]): PassedDueTime[] =>
  dueTimes.map((dueAt) => ({ dueAt, status: 'skipped', reason: STILL_RUNNING }));

const missed = (dueTimes: readonly number[], reason = ABSENT): PassedDueTime[] =>
  dueTimes.map((dueAt) => ({ dueAt, status: 'missed', reason }));
