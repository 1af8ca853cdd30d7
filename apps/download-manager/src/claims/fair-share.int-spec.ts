import { type WorkOutcome } from '@pezzottify/contracts';
import { describe, expect, it } from '@jest/globals';
import { insertItem } from '../storage/queue-rows.fixture.js';
import { queueMachine, type QueueMachine } from './queue-machine.fixture.js';

const WORKER = { name: 'w', version: '1' };

async function ask({ accept }: QueueMachine, userId: string, count: number): Promise<void> {
  const albums = Array.from({ length: count }, (_, at) => ({ id: `${userId}-${at}`, name: 'x', artistName: '' }));
  await accept.execute({ userId, albums, complete: new Set(), requestType: 'discography' });
}

/** Whose albums are begun, in order. */
async function begun({ claim, reported }: QueueMachine, count: number, atOnce: number): Promise<string[]> {
  const users: string[] = [];
  while (users.length < count) {
    const reply = await claim.execute({ worker: WORKER, max_items: atOnce });
    if (reply.kind !== 'claimed') throw new Error(reply.kind);
    for (const { id, lease_token, content_id } of reply.items) {
      users.push(content_id.split('-')[0] ?? '');
      const outcome: WorkOutcome = { kind: 'expanded', album_name: 'a', artist_name: 'b', children: [] };
      await reported.one(WORKER, { item_id: id, lease_token, outcome });
    }
  }
  return users.slice(0, count);
}

describe('one user with 500 albums and five with 3 each', () => {
  const FIVE = ['2', '3', '4', '5', '6'];

  it.each([1, 4])('have the first albums of the five begun within the first eight (%d at a time)', async (atOnce) => {
    const machine = await queueMachine();
    await ask(machine, '1', 500);
    machine.clock.advance(60);
    for (const user of FIVE) await ask(machine, user, 3);
    const first = await begun(machine, 8, atOnce);
    expect(first).toEqual(expect.arrayContaining(FIVE));
    const next = await begun(machine, 12, atOnce);
    expect(next.filter((user) => user === '1').length).toBeLessThanOrEqual(3);
  });

  it('also when the 500 have waited so long that they go first', async () => {
    const machine = await queueMachine({ starvationMinutes: 60 });
    await ask(machine, '1', 500);
    machine.clock.advance(3 * 3600);
    for (const user of FIVE) await ask(machine, user, 3);
    expect(await begun(machine, 8, 1)).toEqual(expect.arrayContaining(FIVE));
  });

  it('also when the one has had its turns in the last hour already', async () => {
    const machine = await queueMachine();
    await ask(machine, '1', 500);
    await begun(machine, 20, 1);
    for (const user of FIVE) await ask(machine, user, 3);
    expect(new Set(await begun(machine, 5, 1))).toEqual(new Set(FIVE));
  });
});

describe('repairs of the watchdog', () => {
  it('cannot hold back what users asked for for ever', async () => {
    const machine = await queueMachine({ starvationMinutes: 60 });
    await ask(machine, '7', 1);
    machine.clock.advance(3601);
    for (let n = 0; n < 50; n += 1) {
      const repair = { priority: 1, request_source: 'WATCHDOG', requested_by_user_id: null };
      await insertItem(machine.database, { ...repair, content_id: `repair-${n}`, created_at: machine.clock.seconds() });
    }
    expect(await begun(machine, 4, 1)).toContain('7');
  });
});
