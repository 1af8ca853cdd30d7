import { describe, expect, it } from '@jest/globals';
import { asEffectOf } from '@pezzottify/messaging';
import fc from 'fast-check';
import { queueMachine, type QueueMachine } from '../../claims/queue-machine.fixture.js';
import { positionsOf } from '../../storage/positions.repository.js';
import { type Verdict } from './accept-albums.js';

interface Wish {
  readonly userId: string;
  readonly albumId: string;
}

const ask = ({ accept }: QueueMachine, { userId, albumId }: Wish): Promise<Verdict> =>
  accept
    .execute({
      userId,
      albums: [{ id: albumId, name: albumId, artistName: '' }],
      complete: new Set(['complete']),
      requestType: 'album',
    })
    .then(([verdict]) => verdict!);

/** What the caller learns, with the request named by its album instead of its random id. */
const told = (wishes: readonly Wish[], verdicts: readonly Verdict[]) => {
  const albumOf = new Map(
    verdicts.flatMap((one, at) => (one.kind === 'accepted' ? [[one.requestId, wishes[at]!.albumId]] : [])),
  );
  return verdicts.map((one) =>
    one.kind === 'refused' ? one.error.code : [albumOf.get(one.requestId), one.status, one.position],
  );
};

const participants = ({ database }: QueueMachine) =>
  database.reads.all(
    `SELECT q.content_id AS album, p.user_id AS user, p.has_joined AS hasJoined FROM download_request_participant p
     JOIN download_queue q ON q.id = p.queue_item_id ORDER BY q.rowid, p.rowid`,
  );
const audit = ({ database }: QueueMachine) =>
  database.reads.all(
    `SELECT event_type AS type, content_id AS album, user_id AS user, details FROM download_audit_log ORDER BY id`,
  );

describe('requests of the same moment', () => {
  it('come out as if they had come one after the other', async () => {
    const wish = fc.record({
      userId: fc.constantFrom('1', '2', '3', '4'),
      albumId: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'complete'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(wish, { minLength: 1, maxLength: 24 }), async (wishes) => {
        const limits = { userMaxRequestsPerDay: 4, userMaxQueueSize: 3 };
        const [together, inTurn] = [await queueMachine(limits), await queueMachine(limits)];
        const before = wishes.slice(0, 2);
        for (const machine of [together, inTurn]) for (const one of before) await ask(machine, one);
        const one = await Promise.all(wishes.map((each) => ask(together, each)));
        const other: Verdict[] = [];
        for (const each of wishes) other.push(await ask(inTurn, each));
        expect(withoutPositions(told(wishes, one))).toEqual(withoutPositions(told(wishes, other)));
        expect(await participants(together)).toEqual(await participants(inTurn));
        expect(await audit(together)).toHaveLength((await audit(inTurn)).length);
        for (const { database } of [together, inTurn]) await database.close();
      }),
      { numRuns: 25 },
    );
  });

  it('have the positions that a full look gives when all are in', async () => {
    const machine = await queueMachine();
    for (const userId of ['1', '1', '2']) await ask(machine, { userId, albumId: `first-${Math.random()}` });
    const wishes = ['1', '2', '3', '4', '4', '2'].map((userId, at) => ({ userId, albumId: `album-${at}` }));
    const verdicts = await Promise.all(wishes.map((wish) => ask(machine, wish)));
    const accepted = verdicts.flatMap((one) => (one.kind === 'accepted' ? [one] : []));
    const ids = accepted.map(({ requestId }) => requestId);
    const positions = await positionsOf(machine.database.reads, ids, machine.clock.seconds());
    expect(accepted.map(({ position }) => position)).toEqual(ids.map((id) => positions.get(id)));
    expect(new Set(positions.values()).size).toBe(ids.length);
  });

  it('keep each its own cause and trace', async () => {
    const machine = await queueMachine();
    const traceparents = [1, 2, 3].map((n) => `00-${String(n).repeat(32)}-${String(n).repeat(16)}-00`);
    await Promise.all(
      traceparents.map((traceparent, at) =>
        asEffectOf({ messageId: `message-${at}`, traceparent }, () =>
          ask(machine, { userId: '7', albumId: `album-${at}` }),
        ),
      ),
    );
    const rows = await machine.database.reads.all<{ body: string }>('SELECT body FROM outbox ORDER BY id');
    const events = rows.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
    expect(events.map(({ traceparent }) => traceparent)).toEqual(traceparents);
    expect(events.map(({ causationid }) => causationid)).toEqual(['message-0', 'message-1', 'message-2']);
  });
});

/** One round tells where a request stands when all of it is in, requests in turn where each stood then. */
const withoutPositions = (all: ReturnType<typeof told>) =>
  all.map((one) => (Array.isArray(one) ? one.slice(0, 2) : one));
