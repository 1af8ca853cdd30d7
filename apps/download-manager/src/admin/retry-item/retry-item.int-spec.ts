import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type ClaimedItem } from '@pezzottify/contracts';
import { eventually } from '@pezzottify/testing';
import { TestOwner } from '../../owner.fixture.js';
import { insertItem, insertParticipant, statusOf } from '../../storage/queue-rows.fixture.js';

describe('POST /v1/download/admin/retry/{id}', () => {
  let owner: TestOwner;
  const retry = (id: string, query = '') =>
    owner.call('POST', `/v1/download/admin/retry/${id}${query}`, { token: 'admin-3' });
  const remove = (id: string) => owner.call('DELETE', `/v1/download/admin/request/${id}`, { token: 'admin-3' });
  const row = (id: string) =>
    owner.database.reads.get<Record<string, unknown>>('SELECT * FROM download_queue WHERE id = ?', [id]);
  const statuses = (...ids: string[]) => Promise.all(ids.map((id) => statusOf(owner.database, id)));

  beforeAll(async () => {
    owner = await TestOwner.start({ settings: { max_albums_per_hour: 1000, max_albums_per_day: 1000 } });
  });
  beforeEach(() => owner.database.write((tx) => tx.run('DELETE FROM download_queue')));

  const STORED = { kind: 'stored', bytes: 5, duration_ms: 1, media_kind: 'audio' } as const;
  const expand = (item: ClaimedItem, ...contentIds: string[]) => {
    const children = contentIds.map(
      (content_id) => ({ content_type: 'TRACK_AUDIO', content_id, content_name: null }) as const,
    );
    return owner.settle(item, { kind: 'expanded', album_name: 'a', artist_name: 'b', children });
  };

  const failure = {
    status: 'FAILED',
    completed_at: 5,
    started_at: 3,
    last_attempt_at: 4,
    retry_count: 5,
    error_type: 'timeout',
    error_message: 'too late',
  };

  it('puts a failed item back to where it began, with an entry of who did it and an event', async () => {
    const id = await insertItem(owner.database, failure);
    await insertParticipant(owner.database, id, '7');
    const { status, text } = await retry(id);
    expect([status, text]).toEqual([200, '']);
    expect(await row(id)).toMatchObject({
      status: 'PENDING',
      retry_count: 0,
      error_type: null,
      error_message: null,
      next_retry_at: null,
      started_at: null,
      completed_at: null,
      last_attempt_at: null,
      retried_at: owner.clock.seconds(),
    });
    expect(await owner.audit(id)).toEqual([
      {
        eventType: 'ADMIN_RETRY',
        userId: '3',
        details: {
          previous_retry_count: 5,
          previous_error_type: 'timeout',
          previous_error_message: 'too late',
          force: false,
        },
      },
    ]);
    const events = await owner.events('download.status.changed.v1');
    expect(events.at(-1)).toMatchObject({ user_ids: ['7'], request_id: id, status: 'PENDING', queue_position: 1 });
  });

  it.each([
    ['PENDING', false],
    ['COMPLETED', true],
    ['CANCELLED', true],
    ['RETRY_WAITING', false],
    ['IN_PROGRESS', false],
    ['PENDING', true],
  ])('refuses one that is %s, with force %p', async (status, isForced) => {
    const id = await insertItem(owner.database, { status });
    const answer = await retry(id, `?force=${isForced}`);
    expect([answer.status, answer.code]).toEqual([400, 'NOT_ELIGIBLE']);
    expect(await statusOf(owner.database, id)).toBe(status);
  });

  it('takes by force what a worker holds: its result is refused, and it is told to stop', async () => {
    const { json } = await owner.requestAlbum('held');
    const lease = (await owner.claim())[0]!;
    const cancelled = owner.counted('queue.items-cancelled');
    expect((await retry(json.request_id, '?force=true')).status).toBe(200);
    expect(await owner.settle(lease, { kind: 'handed_back' })).toBe('stale');
    await eventually(() => expect(cancelled()).toBe(1));
    expect(await statusOf(owner.database, lease.id)).toBe('PENDING');
  });

  it('gives an album its unfinished children back and never a second set', async () => {
    const album = await insertItem(owner.database, { ...failure, expanded_at: 3 });
    const child = (content_id: string, more: object) =>
      insertItem(owner.database, { parent_id: album, content_type: 'TRACK_AUDIO', content_id, ...more });
    const done = await child('t1', { status: 'COMPLETED', completed_at: 4, bytes_downloaded: 10 });
    const broken = await child('t2', { ...failure });
    await retry(album);
    expect(await statuses(album, done, broken)).toEqual(['PENDING', 'COMPLETED', 'PENDING']);
    // What they belong to first.
    const [again, ...early] = await owner.claim(5);
    expect([again?.id, early]).toEqual([album, []]);
    await expand(again!, 't2', 't3');
    const media = await owner.claim(5);
    expect(media.map(({ content_id }) => content_id)).toEqual(['t2', 't3']);
    for (const one of media) await owner.settle(one, STORED);
    expect(await row(album)).toMatchObject({ status: 'COMPLETED', bytes_downloaded: 20 });
  });

  it('fetches again what an album had, and is gone', async () => {
    const album = await insertItem(owner.database, { ...failure, expanded_at: 3 });
    const child = { parent_id: album, content_type: 'TRACK_AUDIO' };
    const lost = { ...child, content_id: 'lost', status: 'COMPLETED', completed_at: 4, bytes_downloaded: 10 };
    await insertItem(owner.database, lost);
    await insertItem(owner.database, { ...lost, content_id: 'kept' });
    await insertItem(owner.database, { ...child, ...failure, content_id: 'broken' });
    await retry(album);
    const [again] = await owner.claim(5);
    await expand(again!, 'lost', 'broken');
    const media = await owner.claim(5);
    expect(media.map(({ content_id }) => content_id).sort()).toEqual(['broken', 'lost']);
    for (const one of media) await owner.settle(one, STORED);
    expect(await row(album)).toMatchObject({ status: 'COMPLETED', bytes_downloaded: 20 });
  });

  it('leaves an album to its children when it can no longer be looked up', async () => {
    const album = await insertItem(owner.database, { ...failure, expanded_at: 3 });
    const child = await insertItem(owner.database, { ...failure, parent_id: album, content_type: 'TRACK_AUDIO' });
    await retry(album);
    const [again] = await owner.claim(2);
    await owner.settle(again!, { kind: 'give_up', error_type: 'not_found', message: 'gone' });
    expect(await statuses(album, child)).toEqual(['IN_PROGRESS', 'PENDING']);
    const [track] = await owner.claim(2);
    await owner.settle(track!, STORED);
    expect(await row(album)).toMatchObject({ status: 'COMPLETED', error_type: null, bytes_downloaded: 5 });
  });

  it('ends an album by its children when it can no longer be looked up and none of them is left to do', async () => {
    const album = await insertItem(owner.database, { ...failure, expanded_at: 3 });
    const arrived = { status: 'COMPLETED', completed_at: 4, bytes_downloaded: 5 };
    await insertItem(owner.database, { ...arrived, parent_id: album, content_type: 'TRACK_AUDIO' });
    await retry(album);
    const [again] = await owner.claim(2);
    await owner.settle(again!, { kind: 'give_up', error_type: 'not_found', message: 'gone' });
    expect(await row(album)).toMatchObject({ status: 'COMPLETED', error_type: null, bytes_downloaded: 5 });
  });

  it('lets a failed album go on when one of its children is tried again', async () => {
    const album = await insertItem(owner.database, { ...failure, expanded_at: 3 });
    await insertParticipant(owner.database, album, '7');
    const track = { ...failure, parent_id: album, content_type: 'TRACK_AUDIO' };
    const [one, other] = [await insertItem(owner.database, track), await insertItem(owner.database, track)];
    await retry(one);
    expect(await statuses(album, one, other)).toEqual(['IN_PROGRESS', 'PENDING', 'FAILED']);
    expect((await row(album))?.error_message).toBeNull();
    expect((await owner.events('download.status.changed.v1')).at(-1)).toMatchObject({
      request_id: album,
      status: 'IN_PROGRESS',
    });
    const [lease] = await owner.claim();
    await owner.settle(lease!, { kind: 'stored', bytes: 5, duration_ms: 1, media_kind: 'audio' });
    expect(await row(album)).toMatchObject({ status: 'FAILED', error_message: '1 of 2 items failed' });
  });

  it('refuses while another active item has the same content, or the same album', async () => {
    const old = await insertItem(owner.database, { ...failure, content_id: 'same' });
    const child = await insertItem(owner.database, { ...failure, parent_id: old, content_type: 'TRACK_AUDIO' });
    const fresh = await insertItem(owner.database, { content_id: 'same' });
    expect([(await retry(old)).code, (await retry(child)).code]).toEqual(['NOT_ELIGIBLE', 'NOT_ELIGIBLE']);
    await owner.database.write((tx) => tx.run(`UPDATE download_queue SET status = 'CANCELLED' WHERE id = ?`, [fresh]));
    expect((await retry(child)).status).toBe(200);
  });

  it('refuses a child whose album was cancelled: nothing could end it', async () => {
    const album = await insertItem(owner.database, { status: 'CANCELLED', completed_at: 4 });
    const child = await insertItem(owner.database, { ...failure, parent_id: album, content_type: 'TRACK_AUDIO' });
    expect((await retry(child)).code).toBe('NOT_ELIGIBLE');
  });

  describe('DELETE /v1/download/admin/request/{id}', () => {
    it('takes an item out with its children, stops its work and tells who waits for it', async () => {
      const { json } = await owner.requestAlbum('removed', 9);
      const [lease] = await owner.claim();
      const track = { content_type: 'TRACK_AUDIO', content_id: 't', content_name: null } as const;
      await owner.settle(lease!, { kind: 'expanded', album_name: 'a', artist_name: 'b', children: [track] });
      const [child] = await owner.claim();
      const cancelled = owner.counted('queue.items-cancelled');
      expect((await remove(json.request_id)).status).toBe(200);
      await eventually(() => expect(cancelled()).toBe(1));
      expect(await statuses(json.request_id, child!.id)).toEqual([undefined, undefined]);
      expect((await owner.audit(json.request_id)).at(-1)).toEqual({
        eventType: 'ADMIN_DELETE',
        userId: '3',
        details: { previous_status: 'IN_PROGRESS' },
      });
      expect((await owner.events('download.status.changed.v1')).at(-1)).toMatchObject({
        user_ids: ['9'],
        status: 'CANCELLED',
      });
      expect((await remove(json.request_id)).status).toBe(404);
      expect((await owner.requestAlbum('removed', 9)).status).toBe(200);
    });

    it('ends an album whose last unfinished child it was', async () => {
      const album = await insertItem(owner.database, { status: 'IN_PROGRESS', expanded_at: 3, started_at: 2 });
      const track = { parent_id: album, content_type: 'TRACK_AUDIO' };
      await insertItem(owner.database, { ...track, status: 'COMPLETED', completed_at: 3, bytes_downloaded: 7 });
      const stuck = await insertItem(owner.database, { ...track, status: 'RETRY_WAITING', next_retry_at: 10 });
      await remove(stuck);
      expect(await row(album)).toMatchObject({ status: 'COMPLETED', bytes_downloaded: 7 });
    });

    it('takes the bytes of a file off an album that has ended, which stays as it is', async () => {
      const album = await insertItem(owner.database, { status: 'COMPLETED', completed_at: 3, bytes_downloaded: 12 });
      const track = { parent_id: album, content_type: 'TRACK_AUDIO', status: 'COMPLETED', completed_at: 3 };
      const [removed] = await Promise.all(
        [5, 7].map((bytes_downloaded) => insertItem(owner.database, { ...track, bytes_downloaded })),
      );
      const before = (await owner.events('download.status.changed.v1')).length;
      await remove(removed!);
      expect(await row(album)).toMatchObject({ status: 'COMPLETED', completed_at: 3, bytes_downloaded: 7 });
      expect(await owner.events('download.status.changed.v1')).toHaveLength(before);
    });

    it('tells nobody of what was finished already', async () => {
      const id = await insertItem(owner.database, { status: 'COMPLETED', completed_at: 3 });
      await insertParticipant(owner.database, id, '7');
      const before = (await owner.events('download.status.changed.v1')).length;
      expect((await remove(id)).status).toBe(200);
      expect(await owner.events('download.status.changed.v1')).toHaveLength(before);
    });
  });
});
