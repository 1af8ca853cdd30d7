import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TestOwner } from '../../owner.fixture.js';
import { insertItem, insertParticipant, statusOf } from '../../storage/queue-rows.fixture.js';

describe('POST /v1/download/admin/retry', () => {
  let owner: TestOwner;
  const retry = (body: unknown = {}, token = 'admin-3') =>
    owner.call<{ retried: number; has_more: boolean }>('POST', '/v1/download/admin/retry', { token, body });
  const failed = (row: object = {}) =>
    insertItem(owner.database, { status: 'FAILED', completed_at: 100, error_type: 'timeout', retry_count: 5, ...row });
  const statuses = (...ids: string[]) => Promise.all(ids.map((id) => statusOf(owner.database, id)));

  beforeAll(async () => {
    owner = await TestOwner.start();
  });
  beforeEach(() => owner.database.write((tx) => tx.run('DELETE FROM download_queue')));

  it('puts back everything that failed, each with its entry and its event', async () => {
    const ids = [await failed(), await failed(), await failed()];
    await insertParticipant(owner.database, ids[0]!, '7');
    const other = await insertItem(owner.database, { status: 'COMPLETED' });
    const { status, json } = await retry();
    expect([status, json]).toEqual([200, { retried: 3, has_more: false }]);
    expect(await statuses(...ids, other)).toEqual(['PENDING', 'PENDING', 'PENDING', 'COMPLETED']);
    for (const id of ids)
      expect(await owner.audit(id)).toEqual([expect.objectContaining({ eventType: 'ADMIN_RETRY', userId: '3' })]);
    expect((await owner.events('download.status.changed.v1')).at(-1)).toMatchObject({
      request_id: ids[0],
      status: 'PENDING',
      queue_position: 1,
    });
  });

  it.each([
    [{ error_type: 'corruption' }, ['b']],
    [{ content_type: 'ALBUM', user_id: '9' }, ['c']],
    [{ since: 150 }, ['d']],
    [{ since: 100, until: 100, error_type: 'timeout' }, ['a', 'c']],
    [{ until: 50 }, []],
    [{ user_id: null, since: null, limit: null }, ['a', 'b', 'c', 'd']],
  ])('takes what fits %j', async (filter, expected) => {
    await failed({ id: 'a' });
    await failed({ id: 'b', error_type: 'corruption', content_type: 'TRACK_AUDIO' });
    await failed({ id: 'c', requested_by_user_id: '9' });
    await failed({ id: 'd', completed_at: 200 });
    expect((await retry(filter)).json.retried).toBe(expected.length);
    const rows = await owner.database.reads.all<{ id: string }>(
      `SELECT id FROM download_queue WHERE status = 'PENDING' ORDER BY id`,
    );
    expect(rows.map(({ id }) => id)).toEqual(expected);
  });

  it('takes the oldest failures first when there are more than asked for', async () => {
    const ids = [
      await failed({ completed_at: 3 }),
      await failed({ completed_at: 1 }),
      await failed({ completed_at: 2 }),
    ];
    expect((await retry({ limit: 2 })).json).toEqual({ retried: 2, has_more: true });
    expect(await statuses(...ids)).toEqual(['FAILED', 'PENDING', 'PENDING']);
  });

  it('takes an album once, with those of its children that failed', async () => {
    const album = await failed({ expanded_at: 5 });
    const child = await failed({ parent_id: album, content_type: 'TRACK_AUDIO' });
    expect((await retry()).json.retried).toBe(1);
    expect(await statuses(album, child)).toEqual(['PENDING', 'PENDING']);
  });

  it('lets albums go on whose children alone are asked for', async () => {
    const album = await failed({ expanded_at: 5, error_type: 'corruption' });
    const child = await failed({ parent_id: album, content_type: 'TRACK_AUDIO' });
    expect((await retry({ content_type: 'TRACK_AUDIO' })).json.retried).toBe(1);
    expect(await statuses(album, child)).toEqual(['IN_PROGRESS', 'PENDING']);
  });

  it('leaves alone what a later item has replaced, and what an active one has taken', async () => {
    const old = await failed({ content_id: 'same' });
    const oldChild = await failed({ parent_id: old, content_type: 'TRACK_AUDIO' });
    const later = await failed({ content_id: 'same' });
    const taken = await failed({ content_id: 'taken' });
    await insertItem(owner.database, { content_id: 'taken' });
    expect((await retry()).json).toEqual({ retried: 1, has_more: false });
    expect(await statuses(old, oldChild, later, taken)).toEqual(['FAILED', 'FAILED', 'PENDING', 'FAILED']);
  });

  it.each([
    [{ content_type: 'SONG' }],
    [{ error_type: 'bad' }],
    [{ user_id: 7 }],
    [{ user_id: 'x'.repeat(257) }],
    [{ since: '1' }],
    [{ until: -1 }],
    [{ limit: 0 }],
    [{ limit: 501 }],
    [{ limit: 1.5 }],
    [[]],
    ['text'],
  ])('refuses %j', async (body) => {
    const id = await failed();
    const { status, code } = await retry(body);
    expect([status, code]).toEqual([422, 'INVALID_BODY']);
    expect(await statusOf(owner.database, id)).toBe('FAILED');
  });

  it.each([
    ['viewer-1', 'FORBIDDEN'],
    ['nobody', 'NO_SESSION'],
  ])('is not for %s', async (token, code) => {
    expect((await retry({}, token)).code).toBe(code);
  });

  it('puts back five hundred at once', async () => {
    const rows = Array.from({ length: 500 }, (_, at) => `('many-${at}','FAILED',2,'ALBUM','c-${at}','USER','7',1,5)`);
    await owner.database.write((tx) =>
      tx.run(`INSERT INTO download_queue (id, status, priority, content_type, content_id, request_source,
        requested_by_user_id, created_at, completed_at) VALUES ${rows.join(', ')}`),
    );
    expect((await retry()).json).toEqual({ retried: 500, has_more: false });
  });
});
