import { describe, expect, it } from '@jest/globals';
import { type JobDeclaration } from '@pezzottify/contracts';
import fc from 'fast-check';
import { decideDue } from './decide-due.js';
import { dueTimeAfterRun, firstDueTime } from './due-times.js';

type MissedRuns = JobDeclaration['missed_runs'];

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const noon = Date.parse('2026-11-22T12:00:00Z');
const hourly = { cron: '0 * * * *' };
const hours = (...numbers: number[]) => numbers.map((number) => noon + number * HOUR);

const decide = (
  schedule: JobDeclaration['schedule'],
  missed_runs: MissedRuns,
  { now, dueAt = noon, runningSince = null }: { now: number; dueAt?: number; runningSince?: number | null },
) => {
  const { passed, ...rest } = decideDue({ schedule, missed_runs }, { dueAt, now, runningSince });
  const at = (status: string) => passed.filter((one) => one.status === status).map((one) => one.dueAt);
  return { ...rest, missed: at('missed'), skipped: at('skipped') };
};

describe('a due time that has come', () => {
  it('runs, also a little late', () => {
    for (const late of [0, 10, MINUTE]) {
      expect(decide(hourly, 'skip', { now: noon + late })).toEqual({
        runFor: noon,
        missed: [],
        skipped: [],
        nextRunAt: noon + HOUR,
      });
    }
  });

  it('of an interval leads to one run, however long ago it was', () => {
    expect(decide({ interval_seconds: 60 }, 'once', { now: noon + 9 * HOUR })).toMatchObject({
      runFor: noon,
      missed: [],
      nextRunAt: noon + 9 * HOUR + MINUTE,
    });
  });
});

describe('due times that passed while the scheduler was not running', () => {
  const now = noon + 5 * HOUR + 30 * MINUTE;

  it('skip: are written down, and nothing runs', () => {
    expect(decide(hourly, 'skip', { now })).toMatchObject({
      runFor: null,
      missed: hours(0, 1, 2, 3, 4, 5),
      nextRunAt: noon + 6 * HOUR,
    });
    expect(decide({ interval_seconds: 60 }, 'skip', { now })).toMatchObject({
      runFor: null,
      missed: [noon],
      nextRunAt: now + MINUTE,
    });
  });

  it('once: have one run for all of them', () => {
    expect(decide(hourly, 'once', { now })).toMatchObject({
      runFor: noon + 5 * HOUR,
      missed: hours(0, 1, 2, 3, 4),
      nextRunAt: noon + 6 * HOUR,
    });
  });

  it('all: run one after another, the oldest first', () => {
    expect(decide(hourly, 'all', { now })).toMatchObject({ runFor: noon, missed: [], nextRunAt: noon + HOUR });
  });

  it('all: wait while one of them runs', () => {
    const situation = { dueAt: noon + HOUR, now, runningSince: now - 5 * SECOND };
    expect(decide(hourly, 'all', situation)).toEqual({
      runFor: null,
      missed: [],
      skipped: [],
      nextRunAt: noon + HOUR,
    });
  });

  it('all: are made up for ten at the most', () => {
    const { missed, runFor, nextRunAt } = decide(hourly, 'all', { now: noon + 14 * HOUR });
    expect(missed).toEqual(hours(0, 1, 2, 3, 4));
    expect([runFor, nextRunAt]).toEqual(hours(5, 6));
  });
});

describe('a due time while a run of the job is going', () => {
  it.each<MissedRuns>(['skip', 'once', 'all'])('is skipped (%s)', (policy) => {
    expect(decide(hourly, policy, { now: noon, runningSince: noon - MINUTE })).toEqual({
      runFor: null,
      missed: [],
      skipped: [noon],
      nextRunAt: noon + HOUR,
    });
  });

  it('is no due time when an interval set it as that run began: it counts from its end', () => {
    const situation = { dueAt: noon, now: noon, runningSince: noon - MINUTE };
    expect(decide({ interval_seconds: 60 }, 'once', situation)).toMatchObject({
      skipped: [],
      missed: [],
      runFor: null,
    });
  });

  it('is one when an interval had set it before, and somebody began a run in between', () => {
    const situation = { dueAt: noon, now: noon, runningSince: noon - SECOND };
    expect(decide({ interval_seconds: 60 }, 'once', situation)).toMatchObject({ skipped: [noon], runFor: null });
  });
});

/** Plays a scheduler that looks now and then, and is away in between; its runs last their time. */
function play(policy: MissedRuns, cron: string, looks: readonly { gap: number; lasts: number }[]) {
  const ledger: { dueAt: number; kind: string }[] = [];
  const schedule = { cron };
  let dueAt = firstDueTime(schedule, noon) ?? 0;
  let now = noon;
  let run: { since: number; until: number } | null = null;
  for (const { gap, lasts } of looks) {
    now += gap;
    if (run && run.until <= now) {
      dueAt = dueTimeAfterRun(schedule, dueAt, run.until) ?? 0;
      run = null;
    }
    if (dueAt > now) continue;
    const situation = { dueAt, now, runningSince: run?.since ?? null };
    const { runFor, passed, nextRunAt } = decideDue({ schedule, missed_runs: policy }, situation);
    ledger.push(...passed.map((one) => ({ dueAt: one.dueAt, kind: one.status })));
    if (runFor !== null) {
      expect(run).toBeNull();
      ledger.push({ dueAt: runFor, kind: 'ran' });
      run = { since: now, until: now + lasts };
    }
    expect(nextRunAt === dueAt || (nextRunAt ?? 0) > dueAt).toBe(true);
    dueAt = nextRunAt ?? 0;
  }
  return { ledger, now, dueAt };
}

describe('the ledger', () => {
  const look = fc.record({
    gap: fc.oneof(fc.integer({ min: 1, max: 90 * SECOND }), fc.integer({ min: 1, max: 6 * HOUR })),
    lasts: fc.oneof(fc.integer({ min: 1, max: 5 * MINUTE }), fc.integer({ min: 1, max: 3 * HOUR })),
  });

  it('has exactly one row for every due time until the one that waits, whatever happened', () => {
    const policy = fc.constantFrom<MissedRuns>('skip', 'once', 'all');
    // Minutes of the hour: what is due is known without asking the code under test.
    const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(policy, minutes, fc.array(look, { minLength: 1, maxLength: 40 }), (missedRuns, ofHour, looks) => {
        const { ledger, dueAt } = play(missedRuns, `${ofHour.join(',')} * * * *`, looks);
        const expected: number[] = [];
        for (let time = noon + MINUTE; time < dueAt; time += MINUTE) {
          if (ofHour.includes(new Date(time).getUTCMinutes())) expected.push(time);
        }
        expect(ledger.map((row) => row.dueAt).sort((a, b) => a - b)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('never lets more than ten due times wait', () => {
    fc.assert(
      fc.property(fc.array(look, { minLength: 1, maxLength: 40 }), (looks) => {
        const atTheEnd = [...looks, { gap: 4 * HOUR, lasts: 1 }];
        const { now, dueAt } = play('all', '*/10 * * * *', atTheEnd);
        expect((now - dueAt) / (10 * MINUTE)).toBeLessThanOrEqual(10);
      }),
      { numRuns: 200 },
    );
  });
});
