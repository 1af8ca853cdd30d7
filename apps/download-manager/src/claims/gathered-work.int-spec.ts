import { beforeEach, describe, expect, it } from '@jest/globals';
import { type ClaimedItem, type QueueClaimReply, type WorkOutcome } from '@pezzottify/contracts';
import { COMPLETE_LEASED } from '../storage/attempts.repository.js';
import { insertItem, insertParticipant } from '../storage/queue-rows.fixture.js';
import { LEASE_SECONDS, queueMachine, type QueueMachine } from './queue-machine.fixture.js';

const worker = (name: string) => ({ name, version: '1', protocol: 2 });
const itemsOf = (reply: QueueClaimReply): ClaimedItem[] => (reply.kind === 'claimed' ? reply.items : []);
const stored = { kind: 'stored', bytes: 10, duration_ms: 1, media_kind: 'audio' } as const;

describe('work of the same moment', () => {
  let machine: QueueMachine;
  const claim = async (name: string, max_items: number) =>
    itemsOf(await machine.claim.execute({ worker: worker(name), max_items }));
  const settle = (items: readonly ClaimedItem[]) =>
    machine.settle.execute(items.map(({ id, lease_token }) => ({ item_id: id, lease_token, outcome: stored })));
  const rows = () =>
    machine.database.reads.all<{ id: string; status: string; owner: string | null; token: string | null }>(
      'SELECT id, status, lease_owner AS owner, lease_token AS token FROM download_queue WHERE parent_id IS NOT NULL ORDER BY rowid',
    );

  beforeEach(async () => {
    machine = await queueMachine();
    const album = await insertItem(machine.database, { id: 'album', status: 'IN_PROGRESS', expanded_at: 1000 });
    for (let n = 0; n < 10; n += 1)
      await insertItem(machine.database, { id: `track-${n}`, parent_id: album, content_type: 'TRACK_AUDIO' });
  });

  it('is claimed by each worker for itself, in the order of the queue, as far as it goes', async () => {
    const claimed = await Promise.all([claim('a', 3), claim('b', 1), claim('c', 4), claim('d', 5), claim('e', 1)]);
    expect(claimed.map((items) => items.length)).toEqual([3, 1, 4, 2, 0]);
    const holders = claimed.flatMap((items, at) => items.map(({ id, lease_token }) => [id, 'abcde'[at], lease_token]));
    const order = (all: unknown[][]) => all.map((one) => one.join(' ')).sort();
    expect(order((await rows()).map(({ id, owner, token }) => [id, owner, token]))).toEqual(order(holders));
    expect(new Set(holders.map(([, , token]) => token)).size).toBe(4);
    const started = await machine.database.reads.all(
      `SELECT 1 FROM download_audit_log WHERE event_type = 'DOWNLOAD_STARTED'`,
    );
    expect(started).toHaveLength(10);
  });

  it('is settled by its own token only, and ends its album once', async () => {
    const [a, b] = await Promise.all([claim('a', 4), claim('b', 6)]);
    const swapped = a.map((item) => ({ ...item, lease_token: b[0]!.lease_token }));
    expect((await Promise.all([settle(swapped), settle(b)])).flat()).toEqual([
      ...Array.from({ length: 4 }, () => 'stale'),
      ...Array.from({ length: 6 }, () => 'settled'),
    ]);
    const [first, again] = await Promise.all([settle(a.slice(0, 2)), settle(a)]);
    expect([first, again]).toEqual([
      ['settled', 'settled'],
      ['stale', 'stale', 'settled', 'settled'],
    ]);
    expect(new Set((await rows()).map(({ status }) => status))).toEqual(new Set(['COMPLETED']));
    const album = await machine.database.reads.all(
      `SELECT status, bytes_downloaded AS bytes FROM download_queue WHERE id = 'album'`,
    );
    expect(album).toEqual([{ status: 'COMPLETED', bytes: 100 }]);
    const completed = await machine.database.reads.all(
      `SELECT 1 FROM download_audit_log WHERE event_type = 'DOWNLOAD_COMPLETED' AND queue_item_id = 'album'`,
    );
    expect(completed).toHaveLength(1);
  });

  /** Of two leases of one track the first has run out, and both holders report at once. */
  const bothReport = async (late: WorkOutcome, present: WorkOutcome) => {
    const [old] = await claim('late', 1);
    machine.clock.advance(LEASE_SECONDS);
    await machine.upkeep.pass();
    const [now] = await claim('present', 1);
    expect(now!.id).toBe(old!.id);
    const report = ({ id, lease_token }: ClaimedItem, outcome: WorkOutcome) =>
      machine.settle.execute([{ item_id: id, lease_token, outcome }]);
    const answers = await Promise.all([report(old!, late), report(now!, present)]);
    const audit = await machine.database.reads.all(
      `SELECT event_type AS type FROM download_audit_log WHERE queue_item_id = ? AND event_type <> 'DOWNLOAD_STARTED'`,
      [now!.id],
    );
    return { answers: answers.flat(), audit };
  };

  it('is settled by the present holder only, when a late worker says at the same moment that it has stored it', async () => {
    const { answers, audit } = await bothReport(stored, { ...stored, bytes: 7 });
    expect(answers).toEqual(['stale', 'settled']);
    expect(audit).toEqual([{ type: 'DOWNLOAD_COMPLETED' }]);
    const activity = await machine.database.reads.all(
      'SELECT tracks_downloaded AS tracks, bytes_downloaded AS bytes FROM download_activity_log',
    );
    expect(activity).toEqual([{ tracks: 1, bytes: 7 }]);
  });

  it.each<[WorkOutcome, WorkOutcome, string]>([
    [stored, { kind: 'give_up', error_type: 'not_found', message: 'm' }, 'DOWNLOAD_FAILED'],
    [{ kind: 'give_up', error_type: 'not_found', message: 'm' }, stored, 'DOWNLOAD_COMPLETED'],
    [
      { kind: 'give_up', error_type: 'not_found', message: 'm' },
      { kind: 'retry', error_type: 'timeout', message: 'm' },
      'RETRY_SCHEDULED',
    ],
  ])('nor does it count what else a late worker says at that moment (%#)', async (late, present, type) => {
    expect(await bothReport(late, present)).toEqual({ answers: ['stale', 'settled'], audit: [{ type }] });
  });

  it('tells the progress of an album once, however many of its children are reported', async () => {
    await insertParticipant(machine.database, 'album', '7');
    const items = await claim('a', 10);
    const giveUp = { kind: 'give_up', error_type: 'not_found', message: 'm' } as const;
    const some = items.slice(0, 8).map(({ id, lease_token }) => ({ item_id: id, lease_token, outcome: giveUp }));
    const told = () =>
      machine.database.reads.all(
        `SELECT body ->> '$.type' AS type, body ->> '$.data.progress.failed' AS failed,
           body ->> '$.data.progress.completed' AS completed FROM outbox ORDER BY rowid`,
      );
    const progress = (completed: number, failed: number) => {
      return { type: 'download.progress.updated.v1', completed, failed };
    };
    await Promise.all([machine.settle.execute(some.slice(0, 4)), machine.settle.execute(some.slice(4))]);
    expect(await told()).toEqual([progress(0, 8)]);
    await Promise.all([settle(items.slice(8, 9)), settle(items.slice(9))]);
    expect(await told()).toEqual([
      progress(0, 8),
      progress(2, 8),
      { type: 'download.status.changed.v1', completed: null, failed: null },
    ]);
  });

  it('one report that cannot be written does not take the others with it', async () => {
    const [a, b] = await Promise.all([claim('a', 1), claim('b', 1)]);
    await machine.database.write((tx) =>
      tx.run(`CREATE TRIGGER broken BEFORE UPDATE ON download_queue WHEN old.id = '${a[0]!.id}' AND new.status = 'COMPLETED'
        BEGIN SELECT raise(ABORT, 'broken'); END`),
    );
    const answers = await Promise.allSettled([settle(a), settle(b)]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect((await rows()).filter(({ status }) => status === 'COMPLETED').map(({ id }) => id)).toEqual([b[0]!.id]);
  });

  it('is completed without a look at all that is in progress', async () => {
    const steps = await machine.database.reads.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${COMPLETE_LEASED}`);
    expect(steps.map(({ detail }) => detail).join('\n')).toMatch(/SEARCH download_queue USING INDEX \S+ \(id=\?\)/);
  });

  it.each([
    ['an album of which its users cannot be told', { content_id: 'x'.repeat(300), priority: 1 }],
    ['a track that no worker can be given', { content_name: 'x'.repeat(3000), priority: 1, parent_id: 'album' }],
  ])('%s fails by itself, and holds nobody up', async (_, row) => {
    const type = 'parent_id' in row ? 'TRACK_AUDIO' : 'ALBUM';
    await insertItem(machine.database, { id: 'broken', content_type: type, ...row });
    await insertParticipant(machine.database, 'broken', '7');
    const claimed = await Promise.all([claim('a', 2), claim('b', 2)]);
    expect(claimed.flat()).toHaveLength(3);
    expect(
      await machine.database.reads.get(`SELECT status, error_type AS type, error_message AS message,
      lease_token AS token FROM download_queue WHERE id = 'broken'`),
    ).toEqual({
      status: 'FAILED',
      type: 'unknown',
      message: expect.stringMatching(/^cannot be worked on: \S+: \/content_(id|name) must not have more/),
      token: null,
    });
    const audit = await machine.database.reads.all(
      `SELECT event_type AS type FROM download_audit_log WHERE queue_item_id = 'broken'`,
    );
    expect(audit).toEqual([{ type: 'DOWNLOAD_FAILED' }]);
    expect(await claim('c', 20)).toHaveLength(7);
  });
});
