import { beforeAll, describe, expect, it } from '@jest/globals';
import { type JobDeclaration } from '@pezzottify/contracts';
import { type Database } from '@pezzottify/persistence';
import { FakeClock, openDatabase, silentLogger } from '@pezzottify/testing';
import fc from 'fast-check';
import { resolveDeclaration } from '../registry/resolve-declaration.js';
import { firstDueTime } from '../schedules/due-times.js';
import { findJob, removeJobsBut, saveJobs, saveNextRuns, type KnownJob } from '../storage/jobs.repository.js';
import { removePause, savePause } from '../storage/pauses.repository.js';
import { serverDatabase } from '../storage/server-database.js';
import { aJob } from '../test-app/test-host.js';
import { ClockSetBack } from './clock-set-back.js';
import { DueRuns } from './due-runs.js';
import { PrepareRun, type PreparedRun } from './prepare-run.usecase.js';
import { RunEnder } from './run-ender.js';
import { RunEvents } from './run-events.js';

const MINUTE = 60;
const HOUR = 3600;

type Step =
  | { kind: 'pass' | 'jump_ahead' | 'jump_back' | 'down'; seconds: number }
  | { kind: 'finish' | 'trigger' | 'resume' | 'look' }
  | { kind: 'pause'; seconds: number | null };

const seconds = (min: number, max: number) => fc.integer({ min, max });
const STEP: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('pass' as const), seconds: seconds(1, 30 * MINUTE) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('jump_ahead' as const), seconds: seconds(1, 2 * HOUR) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('jump_back' as const), seconds: seconds(2, 2 * HOUR) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('down' as const), seconds: seconds(1, 3 * HOUR) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('pause' as const), seconds: fc.option(seconds(1, HOUR)) }),
  },
  { weight: 6, arbitrary: fc.constantFrom<Step>({ kind: 'finish' }, { kind: 'finish' }, { kind: 'trigger' }) },
  { weight: 2, arbitrary: fc.constantFrom<Step>({ kind: 'resume' }, { kind: 'look' }) },
);
const POLICY = fc.constantFrom<JobDeclaration['missed_runs']>('skip', 'once', 'all');
/** Minutes of the hour: what is due is known without asking the code under test. */
const MINUTES = fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { minLength: 1, maxLength: 4 });
const STEPS = fc.array(STEP, { minLength: 1, maxLength: 30 });

/** One job on the real tables, with what decides about it and without those it talks to. */
class Stage {
  readonly clock = new FakeClock();
  running: PreparedRun | undefined;
  private isPaused = false;
  private setBack: ClockSetBack;
  private readonly prepareRun: PrepareRun;
  private readonly dueRuns: DueRuns;
  private readonly ender: RunEnder;

  constructor(
    private readonly database: Database,
    readonly declaration: JobDeclaration,
  ) {
    const events = new RunEvents();
    this.prepareRun = new PrepareRun(events);
    this.dueRuns = new DueRuns(silentLogger(), this.prepareRun, events);
    this.ender = new RunEnder(database, this.clock, events);
    this.setBack = new ClockSetBack(database, silentLogger());
  }

  async announce(): Promise<void> {
    const { declaration } = this;
    const job = { host: 'catalog-api', announced: declaration, declaration: resolveDeclaration(declaration) } as const;
    const now = this.clock.millis();
    await this.database.write(async (tx) => {
      await removeJobsBut(tx, 'catalog-api', []);
      await saveJobs(tx, [job], now);
      await saveNextRuns(tx, [{ jobId: declaration.id, nextRunAt: firstDueTime(declaration.schedule, now) }]);
    });
  }

  async play(step: Step): Promise<void> {
    if ('seconds' in step && step.kind !== 'pause')
      this.clock.advance(step.kind === 'jump_back' ? -step.seconds : step.seconds);
    // Another process looks with fresh eyes.
    if (step.kind === 'down') this.setBack = new ClockSetBack(this.database, silentLogger());
    if (step.kind === 'finish') await this.finish();
    if (step.kind === 'trigger') await this.trigger();
    if (step.kind === 'pause') await this.pause(step.seconds);
    if (step.kind === 'resume') await this.resume();
    await this.look();
  }

  /** As a pass does. */
  async look(): Promise<void> {
    const now = this.clock.millis();
    await this.setBack.look(now);
    const dueAt = (await this.job()).nextRunAt;
    const [run, ...others] = await this.database.write((tx) => this.dueRuns.prepare(tx, now, [this.declaration.id]));
    expect(others).toEqual([]);
    // No run overlaps another, and none begins in a pause.
    if (run) expect([this.running, this.isPaused]).toEqual([undefined, false]);
    this.running ??= run;
    await this.expectLater(now, dueAt);
  }

  async finish(): Promise<void> {
    if (!this.running) return;
    const end = { status: 'completed', errorMessage: null, errorClass: null } as const;
    expect(await this.ender.end([{ ref: this.running, end, result: 'success' }])).toEqual([true]);
    this.running = undefined;
  }

  async dueTimes(): Promise<number[]> {
    const rows = await this.database.reads.all<{ dueAt: string }>(
      'SELECT due_at AS dueAt FROM job_runs WHERE job_id = ? AND due_at IS NOT NULL ORDER BY due_at',
      [this.declaration.id],
    );
    return rows.map(({ dueAt }) => Date.parse(dueAt));
  }

  async resume(): Promise<void> {
    await this.look();
    await this.database.write((tx) => removePause(tx, this.declaration.id));
    this.isPaused = false;
  }

  /** The next due time is strictly after now, unless one waits to be made up for. */
  private async expectLater(now: number, dueAt: number | null): Promise<void> {
    const { nextRunAt } = await this.job();
    const isWaiting = this.declaration.missed_runs === 'all' && this.running !== undefined;
    if (!isWaiting) expect(nextRunAt).toBeGreaterThan(now);
    else expect(nextRunAt).toBeGreaterThanOrEqual(Math.min(dueAt ?? 0, now));
  }

  private async trigger(): Promise<void> {
    const job = await this.job();
    const now = this.clock.millis();
    const [run] = await this.database.write((tx) => this.prepareRun.execute(tx, [{ job, by: 'manual' }], now));
    expect(run === undefined).toBe(this.running !== undefined);
    this.running ??= run;
  }

  private async pause(length: number | null): Promise<void> {
    await this.look();
    const from = this.clock.millis();
    // Only a pause without end is known to hold whatever the clock does.
    this.isPaused = length === null;
    const until = length === null ? null : from + length * 1000;
    await this.database.write((tx) => savePause(tx, this.declaration.id, { from: 0, until, owner: 'o', reason: 'r' }));
  }

  private async job(): Promise<KnownJob> {
    const job = await findJob(this.database.reads, this.declaration.id);
    if (!job) throw new Error('the job is gone');
    return job;
  }
}

describe('the ledger on disk', () => {
  let database: Database;
  let count = 0;

  beforeAll(async () => {
    database = await openDatabase(serverDatabase);
  });

  const staged = async (overrides: Partial<JobDeclaration>): Promise<Stage> => {
    const stage = new Stage(database, aJob({ id: `job_${(count += 1)}`, missed_cap: 3, ...overrides }));
    await stage.announce();
    return stage;
  };

  it('has exactly one row for every time of the calendar, whatever runs, pauses, restarts and the clock do', async () => {
    await fc.assert(
      fc.asyncProperty(POLICY, MINUTES, STEPS, async (missed_runs, minutes, steps) => {
        const stage = await staged({ missed_runs, schedule: { cron: `${minutes.join(',')} * * * *` } });
        // Before the job was known nothing was due, until a clock said that this is still to come.
        let from = stage.clock.seconds();
        let latest = from;
        for (const step of steps) {
          await stage.play(step);
          from = Math.min(from, stage.clock.seconds());
          latest = Math.max(latest, stage.clock.seconds());
        }
        // Everything comes to its end, beyond the latest time any clock has shown.
        await stage.resume();
        stage.clock.set(latest + HOUR);
        for (let looks = 0; looks < 5; looks += 1) {
          await stage.finish();
          await stage.look();
        }
        const expected: number[] = [];
        for (let time = Math.floor(from / MINUTE) * MINUTE + MINUTE; time <= latest + HOUR; time += MINUTE) {
          if (minutes.includes(new Date(time * 1000).getUTCMinutes())) expected.push(time * 1000);
        }
        expect(await stage.dueTimes()).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('has one row at most for every due time of an interval, and its runs never overlap', async () => {
    await fc.assert(
      fc.asyncProperty(POLICY, fc.integer({ min: 60, max: HOUR }), STEPS, async (missed_runs, interval, steps) => {
        const schedule = { interval_seconds: interval, interval_jitter_seconds: 30 };
        const stage = await staged({ missed_runs, schedule });
        for (const step of steps) await stage.play(step);
        const dueTimes = await stage.dueTimes();
        expect(new Set(dueTimes).size).toBe(dueTimes.length);
        for (const [index, time] of dueTimes.entries())
          if (index > 0) expect(time).toBeGreaterThan(dueTimes[index - 1]!);
      }),
      { numRuns: 40 },
    );
  });
});
