import { type WorkOutcome } from '@pezzottify/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LEASE_SECONDS, queueMachine } from './queue-machine.fixture.js';
import { QueueModel, type Report } from './queue-model.fixture.js';

const user = fc.constantFrom('1', '1', '2', '3');
const album = fc.constantFrom('x', 'y');
const children = fc.array(fc.constantFrom('t1', 't2', 't3'), { maxLength: 4 });
const report = fc.constantFrom<Report>('done', 'done', 'done', 'retry', 'wait', 'give_up', 'handed_back');
// Small numbers pick recent leases, the large ones those of workers that are late.
const lease = fc.oneof(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 50 }));

type Step = (model: QueueModel) => Promise<unknown>;

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(user, album).map(
      ([who, what]): Step =>
        (model) =>
          model.ask(who, what),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.integer({ min: 1, max: 5 }).map(
      (count): Step =>
        (model) =>
          model.claim(count),
    ),
  },
  {
    weight: 6,
    arbitrary: fc.tuple(lease, report, children).map(
      ([which, how, what]): Step =>
        (model) =>
          model.settle(which, how, what),
    ),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(lease, fc.nat({ max: 3 }), fc.tuple(report, report))
      .map(([which, other, how]): Step => async (model) => {
        for (const lateness of [0, LEASE_SECONDS]) {
          await model.pass(lateness);
          await model.check();
          await model.claim(3);
          await model.check();
        }
        await model.settleTwo(which, other, how);
      }),
  },
  {
    weight: 1,
    arbitrary: lease.map(
      (which): Step =>
        (model) =>
          model.heartbeat(which),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(user, album).map(
      ([who, what]): Step =>
        (model) =>
          model.cancel(who, what),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.nat({ max: 20 }), fc.boolean()).map(
      ([which, isForced]): Step =>
        (model) =>
          model.retry(which, isForced),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.nat({ max: 60 }).map(
      (which): Step =>
        (model) =>
          model.remove(which),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(0, 1, 10, LEASE_SECONDS - 1, LEASE_SECONDS).map(
      (seconds): Step =>
        (model) =>
          model.pass(seconds),
    ),
  },
);

describe('the queue', () => {
  it('keeps its invariants whatever users, workers and time do, and brings everything to an end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
        const machine = await queueMachine();
        const model = new QueueModel(machine);
        for (const run of steps) {
          await run(model);
          await model.check();
        }
        await model.drain();
        await model.checkRecords();
        await machine.database.close();
      }),
      { numRuns: 30 },
    );
  }, 120_000);

  it('changes nothing when a transaction fails in the middle of a settlement', async () => {
    const { database, accept, claim, reported } = await queueMachine();
    const albums = [{ id: 'x', name: 'x', artistName: '' }];
    await accept.execute({ userId: '1', albums, complete: new Set(), requestType: 'album' });
    const worker = { name: 'w', version: '1' };
    const reply = await claim.execute({ worker, max_items: 1 });
    const item = reply.kind === 'claimed' ? reply.items[0]! : undefined;
    const count = async (table: string) => database.reads.get(`SELECT count(*) AS n FROM ${table}`);
    const state = async () => [
      await database.reads.all('SELECT * FROM download_queue'),
      await count('download_audit_log'),
      await count('outbox'),
      await count('download_activity_log'),
    ];
    const before = await state();
    const long = 'n'.repeat(600_000);
    const outcome: WorkOutcome = { kind: 'expanded', album_name: long, artist_name: long, children: [] };
    await database.write((tx) => tx.run(`UPDATE download_queue SET content_name = NULL`));
    const settlement = { item_id: item!.id, lease_token: item!.lease_token, outcome };
    await expect(reported.one(worker, settlement)).rejects.toThrow();
    await database.write((tx) => tx.run(`UPDATE download_queue SET content_name = 'x'`));
    expect(await state()).toEqual(before);
  });
});
