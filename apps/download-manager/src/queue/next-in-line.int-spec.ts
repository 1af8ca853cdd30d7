import { describe, expect, it } from '@jest/globals';
import { openDatabase } from '@pezzottify/testing';
import fc from 'fast-check';
import { CLAIM_ALBUMS, CLAIM_FIRST, CLAIM_MEDIA } from '../storage/claim.sql.js';
import { type LeaseRow } from '../storage/claims.repository.js';
import { positionsOf, positionsOfNewest } from '../storage/positions.repository.js';
import { queueDatabase } from '../storage/queue-database.js';
import { insertExpansions, insertItem } from '../storage/queue-rows.fixture.js';
import { resetItems } from '../storage/retries.repository.js';
import { type LineTerms, takeNext } from './next-in-line.js';

const NOW = 1_000_000;
const NONE_STARVES = { slots: 0, before: 0 };

type Terms = Partial<Omit<LineTerms, 'now' | 'leases'>> & { wanted?: number };

async function setup() {
  const database = await openDatabase(queueDatabase, { readers: 1 });
  const claim = async ({ wanted = 1, ...terms }: Terms = {}): Promise<string[]> => {
    const leases = Array.from({ length: wanted }, (): LeaseRow => ['a'.repeat(32), 'w', NOW + 60]);
    const defaults = { maxAlbumsPerHour: 1000, maxAlbumsPerDay: 1000, starving: NONE_STARVES };
    const items = await database.write((tx) => takeNext(tx, { now: NOW, leases, ...defaults, ...terms }));
    return items.map(({ id }) => id);
  };
  return { database, insert: (row: Parameters<typeof insertItem>[1]) => insertItem(database, row), claim };
}

const drain = async (claim: () => Promise<string[]>): Promise<string[]> => {
  const order: string[] = [];
  for (let taken = await claim(); taken.length > 0; taken = await claim()) order.push(...taken);
  return order;
};

describe('the order of claims', () => {
  it('is priority, then tracks, album images, artist images and albums, then age, then insertion', async () => {
    const { insert, claim } = await setup();
    await insert({ id: 'album' });
    await insert({ id: 'album-after', requested_by_user_id: '7' });
    await insert({ id: 'portrait', content_type: 'ARTIST_IMAGE' });
    await insert({ id: 'cover', content_type: 'ALBUM_IMAGE' });
    await insert({ id: 'young-track', content_type: 'TRACK_AUDIO', created_at: 2000 });
    await insert({ id: 'old-track', content_type: 'TRACK_AUDIO' });
    await insert({ id: 'repair', content_type: 'ARTIST_IMAGE', priority: 1, created_at: 3000 });
    await insert({ id: 'expansion', content_type: 'TRACK_AUDIO', priority: 3, created_at: 1 });
    expect(await drain(claim)).toEqual([
      'repair',
      'old-track',
      'young-track',
      'cover',
      'portrait',
      'album',
      'album-after',
      'expansion',
    ]);
  });

  it('lets users take turns, whoever started least within the hour first', async () => {
    const { insert, claim } = await setup();
    for (const n of [1, 2, 3, 4]) await insert({ id: `many-${n}`, requested_by_user_id: '1', created_at: n });
    await insert({ id: 'one-of-2', requested_by_user_id: '2', created_at: 10 });
    await insert({ id: 'one-of-3', requested_by_user_id: '3', created_at: 11 });
    await insert({
      requested_by_user_id: '2',
      status: 'COMPLETED',
      started_at: NOW - 3599,
    });
    await insert({ requested_by_user_id: '3', status: 'COMPLETED', started_at: NOW - 3600 });
    expect(await drain(claim)).toEqual(['many-1', 'one-of-3', 'many-2', 'one-of-2', 'many-3', 'many-4']);
  });

  it('takes a starving item before its turn, the oldest first, as often as it is told', async () => {
    const { insert, claim } = await setup();
    await insert({ id: 'normal', content_type: 'TRACK_AUDIO', priority: 1, created_at: 600 });
    await insert({ id: 'starving', content_type: 'TRACK_AUDIO', priority: 3, created_at: 400 });
    await insert({ id: 'starving-most', content_type: 'ALBUM', priority: 3, created_at: 300 });
    expect(await claim({ starving: { before: 500, slots: 1 } })).toEqual(['starving-most']);
    expect(await claim()).toEqual(['normal']);
    expect(await claim({ starving: { before: 399, slots: 1 } })).toEqual(['starving']);
  });

  it('counts the waiting of what is tried again from then on', async () => {
    const { database, insert, claim } = await setup();
    await insert({ id: 'waiting', content_type: 'TRACK_AUDIO', priority: 3, created_at: 500 });
    const failed = { status: 'FAILED', created_at: 300 };
    const album = await insert({ id: 'failed', ...failed });
    await insert({ id: 'child', content_type: 'TRACK_AUDIO', parent_id: album, ...failed });
    const track = await insert({ id: 'track', content_type: 'TRACK_AUDIO', ...failed });
    await database.write((tx) => resetItems(tx, [album, track], 600));
    const starving = { before: 599, slots: 1 };
    expect([await claim({ starving }), await claim({ starving })]).toEqual([['waiting'], ['track']]);
    await insert({ id: 'repair', content_type: 'TRACK_AUDIO', priority: 1, created_at: 700 });
    expect(await claim({ starving: { before: 600, slots: 1 } })).toEqual(['failed']);
  });

  it('takes the children of an album that is tried again after it, however long they wait', async () => {
    const { database, insert, claim } = await setup();
    const album = await insert({ id: 'album', priority: 3, status: 'FAILED', created_at: 300 });
    await insert({
      id: 'child',
      content_type: 'TRACK_AUDIO',
      priority: 3,
      parent_id: album,
      status: 'FAILED',
      created_at: 301,
    });
    await database.write((tx) => resetItems(tx, [album], 302));
    const starving = { before: 900, slots: 2 };
    expect(await claim({ starving })).toEqual(['album']);
    expect([await claim({ starving }), await claim({ maxAlbumsPerHour: 0 })]).toEqual([[], []]);
    await database.write((tx) => tx.run("UPDATE download_queue SET lease_token = NULL WHERE id = 'album'"));
    expect(await claim({ starving })).toEqual(['child']);
  });

  it('does not give a starving album the room it does not have', async () => {
    const { insert, claim } = await setup();
    await insert({ id: 'album', created_at: 1 });
    await insert({ id: 'track', content_type: 'TRACK_AUDIO', priority: 3, created_at: 2 });
    expect(await claim({ starving: { before: 500, slots: 1 }, maxAlbumsPerHour: 0 })).toEqual(['track']);
    expect(await claim({ starving: { before: 500, slots: 1 }, maxAlbumsPerHour: 0 })).toEqual([]);
  });

  it('counts albums expanded in the UTC hour and day, and those being expanded, against the limits', async () => {
    const { database, insert, claim } = await setup();
    const hour = NOW - (NOW % 3600);
    for (const n of [1, 2, 3]) await insert({ id: `album-${n}`, created_at: n });
    await insertExpansions(database, hour, 1);
    await insertExpansions(database, hour - 1, 1);
    expect(await claim({ maxAlbumsPerHour: 1 })).toEqual([]);
    expect(await claim({ maxAlbumsPerDay: 2 })).toEqual([]);
    expect(await claim({ maxAlbumsPerHour: 2 })).toEqual(['album-1']);
    expect(await claim({ maxAlbumsPerHour: 2 })).toEqual([]);
    expect(await claim({ wanted: 5, maxAlbumsPerHour: 3 })).toEqual(['album-2']);
  });

  it('is kept when many are taken at once', async () => {
    const { insert, claim } = await setup();
    for (const n of [1, 2, 3]) await insert({ id: `a-${n}`, requested_by_user_id: '1', created_at: n });
    await insert({ id: 'b-1', requested_by_user_id: '2', created_at: 9 });
    await insert({ id: 'track', content_type: 'TRACK_AUDIO', created_at: 10 });
    expect((await claim({ wanted: 3 })).sort()).toEqual(['a-1', 'b-1', 'track']);
    expect((await claim({ wanted: 10 })).sort()).toEqual(['a-2', 'a-3']);
  });

  it('is what positions foretell', async () => {
    const item = fc.record({
      priority: fc.integer({ min: 1, max: 3 }),
      content_type: fc.constantFrom('ALBUM', 'ALBUM', 'ALBUM', 'TRACK_AUDIO', 'ALBUM_IMAGE', 'ARTIST_IMAGE'),
      requested_by_user_id: fc.constantFrom('1', '2', '3', null),
      created_at: fc.integer({ min: 1, max: 6 }),
      started_at: fc.option(fc.integer({ min: NOW - 4000, max: NOW - 1 })),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(item, { minLength: 1, maxLength: 25 }), async (items) => {
        const { database, insert, claim } = await setup();
        const waiting: string[] = [];
        for (const { started_at, ...row } of items) {
          const isStarted = started_at !== null;
          const id = await insert({ ...row, ...(isStarted ? { started_at, status: 'FAILED' } : {}) });
          if (!isStarted) waiting.push(id);
        }
        const foretold = await positionsOf(database.reads, waiting, NOW);
        // A few are looked up in another way than many.
        for (const id of waiting.slice(0, 3))
          expect(await positionsOf(database.reads, [id], NOW)).toEqual(new Map([[id, foretold.get(id)]]));
        const order = await drain(claim);
        expect(order.map((id) => foretold.get(id))).toEqual(order.map((_, at) => at + 1));
        await database.close();
      }),
      { numRuns: 40 },
    );
  });
});

it('what was accepted just now stands behind all with the same turn, as a full look says', async () => {
  const { database, insert } = await setup();
  for (let n = 0; n < 60; n += 1) await insert({ requested_by_user_id: String(n % 7), created_at: n });
  await insert({ content_type: 'TRACK_AUDIO' });
  await insert({ priority: 1, content_type: 'ARTIST_IMAGE' });
  const newest: { id: string; userId: string }[] = [];
  for (const userId of ['3', 'new', '3', 'newer', 'new'])
    newest.push({ userId, id: await insert({ requested_by_user_id: userId, created_at: 60 }) });
  const ids = newest.map(({ id }) => id);
  const positions = await database.write((tx) => positionsOfNewest(tx, newest, NOW));
  expect(positions).toEqual(await positionsOf(database.reads, ids, NOW));
  expect(new Set(positions.values()).size).toBe(5);
});

describe('the claim statements', () => {
  it.each([CLAIM_FIRST, CLAIM_ALBUMS, CLAIM_MEDIA])(
    'find everything by an index: waiting items cost nothing (%#)',
    async (sql) => {
      const { database } = await setup();
      const rows = await database.reads.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`);
      const plan = rows.map(({ detail }) => detail);
      expect(plan).toContain('SEARCH download_queue USING INTEGER PRIMARY KEY (rowid=?)');
      // SQLite would prepare them anew at each execution.
      expect(sql).not.toMatch(/LIMIT \?/);
      const scans = plan.filter((step) => /^SCAN (download_queue|[qwx])\b/.test(step));
      // Of what is leased: no more than the workers hold.
      expect(scans.filter((step) => !step.includes('download_queue_lease'))).toEqual([]);
    },
  );
});
