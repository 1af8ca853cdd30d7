import { describe, expect, it } from '@jest/globals';
import { type JobDeclaration } from '@pezzottify/contracts';
import fc from 'fast-check';
import { decideDue, firstDueTime, nextDueTime } from './due-times.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const noon = Date.parse('2026-11-22T12:00:00Z');

const job = (schedule: JobDeclaration['schedule'], missed_runs: JobDeclaration['missed_runs']): JobDeclaration => ({
  id: 'sweep',
  name: 'Sweep',
  description: '',
  schedule,
  shutdown: 'cancellable',
  timeout_seconds: 60,
  missed_runs,
});

describe('firstDueTime', () => {
  it('is now for an interval: a job never run is due at once', () => {
    expect(firstDueTime({ interval_seconds: 60 }, noon)).toBe(noon);
  });

  it('is the next calendar time for cron', () => {
    expect(firstDueTime({ cron: '30 * * * *' }, noon)).toBe(noon + 30 * MINUTE);
  });

  it('is never for a job that only hooks start', () => {
    expect(firstDueTime({ hooks: ['OnStartup'] }, noon)).toBeNull();
  });
});

describe('nextDueTime', () => {
  it('counts an interval from the end of the run', () => {
    expect(nextDueTime({ interval_seconds: 60 }, noon)).toBe(noon + MINUTE);
  });

  it('takes the earlier of calendar and interval', () => {
    expect(nextDueTime({ cron: '0 * * * *', interval_seconds: 60 }, noon)).toBe(noon + MINUTE);
    expect(nextDueTime({ cron: '0 * * * *', interval_seconds: 7200 }, noon)).toBe(noon + HOUR);
  });
});

describe('decideDue', () => {
  const hourly = { cron: '0 * * * *' };
  const afterFiveHours = noon + 5 * HOUR + 30 * MINUTE;
  const hours = (...numbers: number[]) => numbers.map((number) => noon + number * HOUR);

  it('runs a due time that has just come', () => {
    expect(decideDue(job(hourly, 'skip'), noon, noon + 10)).toEqual({
      runFor: noon,
      missed: [],
      nextRunAt: noon + HOUR,
    });
  });

  it('skip: writes down what passed while the scheduler was away, and runs nothing', () => {
    expect(decideDue(job(hourly, 'skip'), noon, afterFiveHours)).toEqual({
      runFor: null,
      missed: hours(0, 1, 2, 3, 4, 5),
      nextRunAt: noon + 6 * HOUR,
    });
  });

  it('once: one run for all of them', () => {
    expect(decideDue(job(hourly, 'once'), noon, afterFiveHours)).toEqual({
      runFor: noon + 5 * HOUR,
      missed: hours(0, 1, 2, 3, 4),
      nextRunAt: noon + 6 * HOUR,
    });
  });

  it('all: the oldest first, the others become due one after another', () => {
    expect(decideDue(job(hourly, 'all'), noon, afterFiveHours)).toEqual({
      runFor: noon,
      missed: [],
      nextRunAt: noon + HOUR,
    });
  });

  it('all: catches up ten at the most', () => {
    const { missed, runFor } = decideDue(job(hourly, 'all'), noon, noon + 14 * HOUR);
    expect(missed).toEqual(hours(0, 1, 2, 3, 4));
    expect(runFor).toBe(noon + 5 * HOUR);
  });

  it('an interval missed has one due time, however long ago', () => {
    expect(decideDue(job({ interval_seconds: 60 }, 'once'), noon, noon + 9 * HOUR)).toMatchObject({
      runFor: noon,
      missed: [],
    });
  });

  it('accounts for every due time once and goes strictly forward, whatever the policy', () => {
    const policy = fc.constantFrom('skip', 'once', 'all' as const);
    const schedule = fc.constantFrom(
      { cron: '*/7 * * * *' },
      { cron: '0 3 * * 1' },
      { interval_seconds: 61 },
      { cron: '5 * * * *', interval_seconds: 600 },
    );
    fc.assert(
      fc.property(schedule, policy, fc.integer({ min: 0, max: 48 * HOUR }), (when, missedRuns, elapsed) => {
        const declaration = job(when, missedRuns);
        const dueAt = nextDueTime(when, noon) ?? 0;
        const now = dueAt + elapsed;
        const { runFor, missed, nextRunAt } = decideDue(declaration, dueAt, now);
        const accounted = [...missed, ...(runFor === null ? [] : [runFor])];
        expect(new Set(accounted).size).toBe(accounted.length);
        if (missedRuns !== 'all') expect(nextRunAt).toBeGreaterThan(now);
        expect(nextRunAt).toBeGreaterThan(dueAt);
      }),
    );
  });
});
