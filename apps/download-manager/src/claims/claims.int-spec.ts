import { beforeAll, describe, expect, it } from '@jest/globals';
import { type ClaimedItem, type WorkOutcome } from '@pezzottify/contracts';
import { eventually } from '@pezzottify/testing';
import { type RequestView } from '../intake/request-view/queue-item.view.js';
import { type Answer, TestOwner, TIMEOUT_MS, WORKER } from '../owner.fixture.js';
import { insertItem } from '../storage/queue-rows.fixture.js';

describe('the door for workers', () => {
  let owner: TestOwner;
  let user = 100;

  beforeAll(async () => {
    owner = await TestOwner.start({
      settings: { max_albums_per_hour: 1000, max_albums_per_day: 1000, lease_secs: 60, max_retries: 1 },
    });
  });

  const claim = (maxItems?: number) => owner.claim(maxItems);
  const settle = (lease: ClaimedItem, outcome: WorkOutcome) => owner.settle(lease, outcome);
  const expanded = (...tracks: string[]): WorkOutcome => ({
    kind: 'expanded',
    album_name: 'Album of the provider',
    artist_name: 'Artist of the provider',
    children: tracks.map((content_id) => ({ content_type: 'TRACK_AUDIO', content_id, content_name: content_id })),
  });
  const stored: WorkOutcome = { kind: 'stored', bytes: 1000, duration_ms: 1500, media_kind: 'audio' };
  const broken: WorkOutcome = { kind: 'retry', error_type: 'timeout', message: 'too late' };

  /** A fresh album of a user of its own, claimed. */
  const begun = async (): Promise<{ album: ClaimedItem; view: () => Promise<Answer<RequestView>> }> => {
    user += 1;
    const asked = user;
    const { json } = await owner.requestAlbum(`album-of-${asked}`, asked);
    const album = (await claim())[0]!;
    expect(album.id).toBe(json.request_id);
    return { album, view: () => owner.view(album.id, asked) };
  };

  it('gives an item with lease and token, and says that there is nothing more', async () => {
    const { album, view } = await begun();
    expect(album).toEqual({
      id: album.id,
      parent_id: null,
      content_type: 'ALBUM',
      content_id: `album-of-${user}`,
      content_name: `Name of album-of-${user}`,
      lease_token: expect.stringMatching(/^[0-9a-f]{32}$/),
      lease_expires_at: owner.clock.seconds() + 60,
      lease_seconds: 60,
    });
    expect(await claim()).toEqual([]);
    expect((await view()).json).toMatchObject({ status: 'IN_PROGRESS', queue_position: null, waiting_reason: null });
    expect((await owner.audit(album.id)).map(({ eventType }) => eventType)).toEqual([
      'REQUEST_CREATED',
      'DOWNLOAD_STARTED',
    ]);
    await settle(album, expanded());
  });

  it('carries an album from its children to COMPLETED, in one set of entries, activity and events', async () => {
    const { album, view } = await begun();
    expect(await settle(album, expanded('t1', 't2'))).toBe('settled');
    expect((await view()).json).toMatchObject({
      status: 'IN_PROGRESS',
      progress: { total_children: 2, completed: 0, failed: 0, pending: 2, in_progress: 0 },
    });
    for (const track of await claim(2)) {
      owner.clock.advance(1);
      expect(await settle(track, stored)).toBe('settled');
    }
    expect((await view()).json).toMatchObject({
      status: 'COMPLETED',
      bytes_downloaded: 2000,
      processing_duration_ms: 2000,
      progress: { total_children: 2, completed: 2, failed: 0, pending: 0, in_progress: 0 },
    });
    expect((await owner.audit(album.id)).slice(2)).toEqual([
      expect.objectContaining({
        eventType: 'CHILDREN_CREATED',
        details: { children_count: 2, track_count: 2, image_count: 0 },
      }),
      expect.objectContaining({
        eventType: 'DOWNLOAD_COMPLETED',
        details: { bytes_downloaded: 2000, duration_ms: 2000, tracks_downloaded: 2 },
      }),
    ]);
    const ofAlbum = { user_ids: [`${user}`], request_id: album.id, content_id: album.content_id };
    const progress = (await owner.events('download.progress.updated.v1')).filter((e) => e.request_id === album.id);
    expect(progress.map((event) => event.progress.completed)).toEqual([0, 1, 2]);
    expect(await owner.events('download.completed.v1')).toContainEqual({
      ...ofAlbum,
      album_name: `Name of ${album.content_id}`,
      artist_name: 'The Pilots',
    });
    expect(await owner.events('hook.OnDownloadComplete')).toContainEqual({
      request_id: album.id,
      album_id: album.content_id,
    });
  });

  it('completes an album without children at once', async () => {
    const { album, view } = await begun();
    await settle(album, expanded());
    expect((await view()).json).toMatchObject({ status: 'COMPLETED', progress: null, bytes_downloaded: 0 });
  });

  it('creates each child once, however often it is named', async () => {
    const { album, view } = await begun();
    await settle(album, expanded('twice', 'twice'));
    expect((await view()).json.progress?.total_children).toBe(1);
    await settle((await claim())[0]!, stored);
  });

  it('retries with back-off, then fails the child and, with its last one, the album', async () => {
    const { album, view } = await begun();
    await settle(album, expanded('bad', 'good'));
    const [bad, good] = (await claim(2)).sort((a, b) => a.content_id.localeCompare(b.content_id));
    await settle(bad!, broken);
    expect((await owner.audit(bad!.id)).at(-1)).toMatchObject({
      eventType: 'RETRY_SCHEDULED',
      details: {
        retry_count: 1,
        next_retry_at: owner.clock.seconds() + 60,
        backoff_secs: 60,
        error_type: 'timeout',
        error_message: 'too late',
      },
    });
    await settle(good!, stored);
    expect((await view()).json).toMatchObject({
      status: 'IN_PROGRESS',
      waiting_reason: 'retry_wait',
      earliest_start_at: owner.clock.seconds() + 60,
    });
    owner.clock.advance(60);
    const again = await eventually(async () => (await claim())[0] ?? Promise.reject(new Error('not yet')));
    await settle(again, broken);
    expect((await view()).json).toMatchObject({
      status: 'FAILED',
      error_type: 'timeout',
      error_message: '1 of 2 items failed',
      processing_duration_ms: 60_000,
    });
    const told = (await owner.events('download.status.changed.v1')).filter((e) => e.request_id === album.id);
    expect(told.map(({ status, error_message }) => [status, error_message])).toEqual([
      ['IN_PROGRESS', null],
      ['FAILED', '1 of 2 items failed'],
    ]);
  });

  it('waits without using an attempt, for as long as the provider asked', async () => {
    const { album, view } = await begun();
    await settle(album, { kind: 'wait', error_type: 'rate_limited', message: 'slowly', retry_after_seconds: 7.2 });
    expect((await view()).json).toMatchObject({
      status: 'RETRY_WAITING',
      retry_count: 0,
      waiting_reason: 'retry_wait',
      next_retry_at: owner.clock.seconds() + 8,
      earliest_start_at: owner.clock.seconds() + 8,
    });
    owner.clock.advance(8);
    const again = await eventually(async () => (await claim())[0] ?? Promise.reject(new Error('not yet')));
    await settle(again, { kind: 'wait', error_type: 'storage', message: 'catalog away', retry_after_seconds: null });
    expect((await view()).json).toMatchObject({ status: 'RETRY_WAITING', waiting_reason: 'catalog_unavailable' });
    owner.clock.advance(60);
    const last = await eventually(async () => (await claim())[0] ?? Promise.reject(new Error('not yet')));
    await settle(last, expanded());
  });

  it('refuses the result of a lease that has run out, and gives the item to the next', async () => {
    const { album } = await begun();
    const signals = owner.counted('queue.work-available');
    owner.clock.advance(60);
    await eventually(() => expect(signals()).toBeGreaterThan(0), { timeoutMs: 15_000 });
    const again = (await claim())[0]!;
    expect(again.id).toBe(album.id);
    expect(await settle(album, expanded('late'))).toBe('stale');
    expect(await settle(again, expanded())).toBe('settled');
    expect(await settle(again, expanded('twice'))).toBe('stale');
  });

  it('renews leases by heartbeat, and names those that are lost', async () => {
    const { album } = await begun();
    owner.clock.advance(50);
    const beat = (lease_token: string) =>
      owner.bus.request(
        'queue.heartbeat',
        { worker: WORKER, leases: [{ item_id: album.id, lease_token }] },
        { timeoutMs: TIMEOUT_MS },
      );
    expect(await beat(album.lease_token)).toEqual({ lost_item_ids: [] });
    expect(await beat('f'.repeat(32))).toEqual({ lost_item_ids: [album.id] });
    owner.clock.advance(50);
    expect(await settle(album, expanded())).toBe('settled');
    expect(await beat(album.lease_token)).toEqual({ lost_item_ids: [album.id] });
  });

  it('takes back what a stopping worker returns, untouched and at once', async () => {
    const { album, view } = await begun();
    await settle(album, { kind: 'handed_back' });
    expect((await view()).json).toMatchObject({ status: 'PENDING', retry_count: 0, queue_position: 1 });
    await settle((await claim())[0]!, expanded());
  });

  it('fails what no worker can have done', async () => {
    const { album, view } = await begun();
    await settle(album, stored);
    expect((await view()).json).toMatchObject({ status: 'FAILED', error_type: 'unknown' });
  });

  it('records work nobody asked for without telling anybody', async () => {
    const id = await insertItem(owner.database, {
      content_type: 'TRACK_AUDIO',
      priority: 1,
      request_source: 'WATCHDOG',
      requested_by_user_id: null,
    });
    await settle((await claim())[0]!, { kind: 'give_up', error_type: 'not_found', message: 'gone' });
    expect((await owner.audit(id)).map(({ eventType }) => eventType)).toEqual(['DOWNLOAD_STARTED', 'DOWNLOAD_FAILED']);
    const told = await owner.events('download.status.changed.v1');
    expect(told.filter(({ request_id }) => request_id === id)).toEqual([]);
  });

  it('adds up the hour in the activity log', async () => {
    const [row] = await owner.database.reads.all<Record<string, number>>(
      `SELECT sum(albums_downloaded) AS albums, sum(tracks_downloaded) AS tracks, sum(bytes_downloaded) AS bytes,
         sum(failed_count) AS failures FROM download_activity_log`,
    );
    const count = async (sql: string) =>
      (await owner.database.reads.get<{ n: number }>(`SELECT count(*) AS n FROM ${sql}`))!.n;
    const tracks = await count(`download_queue WHERE content_type = 'TRACK_AUDIO' AND status = 'COMPLETED'`);
    expect(row).toEqual({
      albums: await count('download_queue WHERE expanded_at IS NOT NULL'),
      tracks,
      bytes: 1000 * tracks,
      failures: await count(`download_queue WHERE status = 'FAILED' AND expanded_at IS NULL`),
    });
    expect(tracks).toBeGreaterThan(0);
  });
});
