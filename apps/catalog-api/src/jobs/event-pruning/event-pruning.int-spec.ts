import { beforeEach, describe, expect, it } from '@jest/globals';
import { type JobContext } from '@pezzottify/job-host';
import { type Database } from '@pezzottify/persistence';
import { FakeClock, openDatabase, silentLogger } from '@pezzottify/testing';
import fc from 'fast-check';
import { insertUser } from '../../storage/user/account.repository.js';
import { insertEvent } from '../../storage/user/sync-event.repository.js';
import { userDatabase } from '../../storage/user/user-database.js';
import { EventPruningJob } from './event-pruning.job.js';

const DAY = 86_400;

describe('pruning events', () => {
  let database: Database;
  let clock: FakeClock;
  const config = { eventRetentionDays: 30, pruneIntervalHours: 24 };
  let job: EventPruningJob;
  const progress: [number | null, string][] = [];

  beforeEach(async () => {
    database = await openDatabase(userDatabase);
    clock = new FakeClock();
    config.eventRetentionDays = 30;
    job = new EventPruningJob(database, clock, config);
    progress.length = 0;
  });

  const context = (signal = new AbortController().signal): JobContext => ({
    signal,
    isForced: false,
    triggeredBy: 'schedule',
    parameters: {},
    progress: (fraction, text) => void progress.push([fraction, text]),
    logger: silentLogger(),
  });

  /** A user with an event of each age, in days, stored in this order. */
  const userWith = (...ages: number[]): Promise<number> =>
    database.write(async (tx) => {
      const userId = (await insertUser(tx, crypto.randomUUID())) ?? 0;
      for (const age of ages) {
        await insertEvent(tx, userId, { type: 'content_liked', payload: {} }, clock.seconds() - age * DAY);
      }
      return userId;
    });

  const seqsOf = async (userId: number): Promise<number[]> => {
    const rows = await database.reads.all<{ seq: number }>(
      'SELECT seq FROM user_events WHERE user_id = ? ORDER BY seq',
      [userId],
    );
    return rows.map(({ seq }) => seq);
  };

  it('deletes what is older than the retention, and keeps the newest of each user', async () => {
    const [maria, ivo, leo] = [await userWith(40, 31, 30, 2), await userWith(90, 80, 70), await userWith(1, 0)];
    expect(await job.run(context())).toBe('4 events deleted');
    expect([await seqsOf(maria), await seqsOf(ivo), await seqsOf(leo)]).toEqual([[3, 4], [3], [1, 2]]);
    expect(progress.map(([fraction]) => fraction)).toEqual([0, 0.5]);
    expect(await job.run(context())).toBe('0 events deleted');
  });

  it('deletes nothing when events are kept for ever, from the next run on', async () => {
    const maria = await userWith(900, 0);
    config.eventRetentionDays = 0;
    expect(await job.run(context())).toBe('events are kept for ever');
    expect(await seqsOf(maria)).toEqual([1, 2]);
  });

  it('stops between two short transactions', async () => {
    const maria = await userWith(...Array.from({ length: 1200 }, () => 40));
    const cancel = new AbortController();
    const { write } = database;
    database.write = (work) => {
      cancel.abort(new Error('cancelled'));
      return write.call(database, work) as ReturnType<typeof work>;
    };
    await expect(job.run(context(cancel.signal))).rejects.toThrow('cancelled');
    database.write = write;
    expect(await seqsOf(maria)).toHaveLength(700);
    expect(await job.run(context())).toBe('699 events deleted');
  });

  it('leaves no holes, whatever the clock was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 30 }), async (ages) => {
        const maria = await userWith(...ages);
        await job.run(context());
        const firstKept = ages.findIndex((age) => age <= 30);
        const from = firstKept < 0 ? ages.length : firstKept + 1;
        const kept = Array.from({ length: ages.length - from + 1 }, (_, index) => from + index);
        expect(await seqsOf(maria)).toEqual(kept);
      }),
      { numRuns: 40 },
    );
  });
});
