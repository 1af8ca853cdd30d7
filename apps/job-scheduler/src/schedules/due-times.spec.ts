import { describe, expect, it } from '@jest/globals';
import { dueTimeAfterChange, dueTimeAfterRun, dueTimesUntil, firstDueTime, nextDueTime } from './due-times.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const noon = Date.parse('2026-11-22T12:00:00Z');

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

describe('dueTimeAfterChange', () => {
  it('counts a new interval from the last run, and is now when that is over', () => {
    const lastRunAt = noon - 3 * HOUR;
    expect(dueTimeAfterChange({ interval_seconds: 4 * 3600 }, lastRunAt, noon)).toBe(noon + HOUR);
    expect(dueTimeAfterChange({ interval_seconds: 3600 }, lastRunAt, noon)).toBe(noon);
  });

  it('counts a new calendar from now on: what it names before was never missed', () => {
    expect(dueTimeAfterChange({ cron: '30 * * * *' }, noon - 99 * HOUR, noon)).toBe(noon + 30 * MINUTE);
  });

  it('treats a job that never ran as a new one', () => {
    expect(dueTimeAfterChange({ interval_seconds: 3600 }, null, noon)).toBe(noon);
  });
});

describe('dueTimeAfterRun', () => {
  it('counts an interval from the end, whatever was stored when the run began', () => {
    expect(dueTimeAfterRun({ interval_seconds: 60 }, noon - HOUR, noon)).toBe(noon + MINUTE);
    expect(dueTimeAfterRun({ interval_seconds: 60 }, noon + 30_000, noon)).toBe(noon + MINUTE);
  });

  it('leaves a time of the calendar that has come and was not looked at', () => {
    expect(dueTimeAfterRun({ cron: '0 * * * *' }, noon - HOUR, noon)).toBe(noon - HOUR);
    expect(dueTimeAfterRun({ cron: '0 * * * *', interval_seconds: 60 }, noon - HOUR, noon)).toBe(noon - HOUR);
  });

  it('does not take a due time of an interval for one of the calendar', () => {
    const schedule = { cron: '0 * * * *', interval_seconds: 60 };
    expect(dueTimeAfterRun(schedule, noon - 1, noon)).toBe(noon + MINUTE);
  });
});

describe('dueTimesUntil', () => {
  it('gives an interval one due time, however long ago', () => {
    expect(dueTimesUntil({ interval_seconds: 60 }, noon, noon + 9 * HOUR)).toEqual([noon]);
  });

  it('gives every time of the calendar, now included', () => {
    expect(dueTimesUntil({ cron: '0 * * * *' }, noon, noon + 2 * HOUR)).toEqual([noon, noon + HOUR, noon + 2 * HOUR]);
  });

  it('is bounded: of a year of minutes it gives the last month or so', () => {
    const times = dueTimesUntil({ cron: '* * * * *' }, noon, noon + 365 * 24 * HOUR);
    expect(times).toHaveLength(50_000);
    expect(times.at(-1)).toBe(noon + 365 * 24 * HOUR);
  });
});
