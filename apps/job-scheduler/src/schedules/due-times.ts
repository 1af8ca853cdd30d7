import { type JobDeclaration, type JobSchedule } from '@pezzottify/contracts';
import { parseCron } from './cron.js';
import { nextCronTime } from './next-cron-time.js';

/** All times here are milliseconds; `now` is one value for a whole pass. */

/** Later than this is a missed due time, not a late one: a service that was busy is not a service that was down. */
const LATE_MS = 60_000;
/** So many missed due times are caught up by `missed_runs: "all"`, and so many are written down. */
const CATCH_UP_CAP = 10;
const LEDGER_CAP = 1_000;

/** Due at once for a job that never ran; null without timed schedule. */
export function firstDueTime({ cron, interval_seconds }: JobSchedule, now: number): number | null {
  const byCron = cron === undefined ? null : cronAfter(cron, now);
  return earliest(byCron, interval_seconds === undefined ? null : now);
}

/** The due time after a run that began, or ended, at `from`. An interval counts from there, a cron job from the calendar. */
export function nextDueTime({ cron, interval_seconds }: JobSchedule, from: number): number | null {
  const byCron = cron === undefined ? null : cronAfter(cron, from);
  return earliest(byCron, interval_seconds === undefined ? null : from + interval_seconds * 1000);
}

export interface DueDecision {
  /** The due time a run is to begin for; null when none is. */
  readonly runFor: number | null;
  /** Due times that pass without a run. */
  readonly missed: readonly number[];
  /** Stored before anything runs. */
  readonly nextRunAt: number | null;
}

/**
 * What to do about a job whose next due time `dueAt` has come: run, late or not, or write down what was missed. Every due
 * time between `dueAt` and `now` is accounted for exactly once.
 */
export function decideDue({ schedule, missed_runs }: JobDeclaration, dueAt: number, now: number): DueDecision {
  const dueTimes = dueTimesUntil(schedule, dueAt, now);
  const nextRunAt = nextDueTime(schedule, now);
  const onTime = dueTimes.filter((time) => now - time <= LATE_MS);
  if (missed_runs === 'skip') return { ...splitAtLast(onTime, dueTimes), nextRunAt };
  if (missed_runs === 'once') return { ...splitAtLast(dueTimes, dueTimes), nextRunAt };
  const caughtUp = dueTimes.slice(-CATCH_UP_CAP);
  const [runFor = null, following = null] = caughtUp;
  return { runFor, missed: dueTimes.slice(0, -CATCH_UP_CAP), nextRunAt: following ?? nextRunAt };
}

/** One run for the latest of `candidates`; every other due time is missed. */
function splitAtLast(candidates: readonly number[], all: readonly number[]): Pick<DueDecision, 'runFor' | 'missed'> {
  const runFor = candidates.at(-1) ?? null;
  return { runFor, missed: all.filter((time) => time !== runFor) };
}

/** An interval has one due time until its run ends; a calendar goes on. */
function dueTimesUntil({ cron }: JobSchedule, dueAt: number, now: number): number[] {
  const times = [dueAt];
  if (cron === undefined) return times;
  for (let time = cronAfter(cron, dueAt); time !== null && time <= now; time = cronAfter(cron, time)) {
    times.push(time);
    if (times.length > LEDGER_CAP) times.shift();
  }
  return times;
}

function cronAfter(expression: string, after: number): number | null {
  const seconds = nextCronTime(parseCron(expression), Math.floor(after / 1000));
  return seconds === null ? null : seconds * 1000;
}

function earliest(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}
