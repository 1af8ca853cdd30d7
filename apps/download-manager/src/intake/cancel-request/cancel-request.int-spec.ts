import { beforeAll, describe, expect, it } from '@jest/globals';
import { type WorkOutcome } from '@pezzottify/contracts';
import { eventually } from '@pezzottify/testing';
import { TestOwner } from '../../owner.fixture.js';

describe('DELETE /v1/download/request/{id}', () => {
  let owner: TestOwner;

  beforeAll(async () => {
    owner = await TestOwner.start({ settings: { max_albums_per_hour: 100 } });
  });

  const track = (content_id: string) => ({ content_type: 'TRACK_AUDIO' as const, content_id, content_name: null });
  const expanded = (...tracks: string[]): WorkOutcome => ({
    kind: 'expanded',
    album_name: 'x',
    artist_name: 'y',
    children: tracks.map(track),
  });

  it('ends a waiting request, with audit entry and event', async () => {
    const id = (await owner.requestAlbum('waiting', 1)).json.request_id;
    const answer = await owner.cancel(id, 1);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect((await owner.view(id, 1)).json).toMatchObject({ status: 'CANCELLED', queue_position: null });
    expect((await owner.audit(id)).at(-1)).toEqual({
      eventType: 'REQUEST_CANCELLED',
      userId: '1',
      details: { previous_status: 'PENDING' },
    });
    expect(await owner.events('download.status.changed.v1')).toContainEqual({
      user_ids: ['1'],
      request_id: id,
      content_id: 'waiting',
      status: 'CANCELLED',
      queue_position: null,
      error_message: null,
    });
    expect(await owner.claim()).toEqual([]);
  });

  it('ends an album in progress with its unfinished children; what was worked on cannot be settled', async () => {
    const id = (await owner.requestAlbum('running', 2)).json.request_id;
    const told: string[] = [];
    owner.bus.onSignal('queue.items-cancelled', ({ item_ids }) => told.push(...item_ids));
    await owner.settle((await owner.claim())[0]!, expanded('a', 'b', 'c'));
    const [done, running] = await owner.claim(2);
    const stored: WorkOutcome = { kind: 'stored', bytes: 1, duration_ms: 1, media_kind: 'audio' };
    await owner.settle(done!, stored);
    expect((await owner.cancel(id, 2)).status).toBe(204);
    await eventually(() => expect(told).toEqual(expect.arrayContaining([id, running!.id])));
    expect(await owner.settle(running!, stored)).toBe('stale');
    expect((await owner.view(id, 2)).json).toMatchObject({
      status: 'CANCELLED',
      progress: { total_children: 3, completed: 1, failed: 2, pending: 0, in_progress: 0 },
    });
    expect(await owner.claim()).toEqual([]);
  });

  it('takes one of several out, and ends the request with the last', async () => {
    const id = (await owner.requestAlbum('joint', 3)).json.request_id;
    await owner.requestAlbum('joint', 4);
    expect((await owner.cancel(id, 3)).status).toBe(204);
    expect((await owner.view(id, 3)).status).toBe(404);
    expect((await owner.get('/limits', { user: 3 })).json).toMatchObject({ in_queue: 0, requests_today: 1 });
    expect((await owner.view(id, 4)).json).toMatchObject({ status: 'PENDING', requested_by_user_id: '3' });
    const back = await owner.requestAlbum('joint', 3);
    expect(back.json.request_id).toBe(id);
    expect((await owner.get('/limits', { user: 3 })).json).toMatchObject({ in_queue: 1, requests_today: 2 });
    await owner.cancel(id, 3);
    await owner.cancel(id, 4);
    expect((await owner.view(id, 4)).json).toMatchObject({ status: 'CANCELLED' });
  });

  it('refuses what is finished', async () => {
    const id = (await owner.requestAlbum('finished', 5)).json.request_id;
    await owner.cancel(id, 5);
    const again = await owner.cancel(id, 5);
    expect([again.status, again.code]).toEqual([409, 'REQUEST_FINISHED']);
  });

  it('does not know what is unknown, foreign or a child', async () => {
    const id = (await owner.requestAlbum('mine', 6)).json.request_id;
    await owner.settle((await owner.claim())[0]!, expanded('child'));
    const child = (await owner.claim())[0]!;
    const codes = await Promise.all([owner.cancel('nothing', 6), owner.cancel(id, 7), owner.cancel(child.id, 6)]);
    expect(codes.map(({ status, code }) => [status, code])).toEqual(codes.map(() => [404, 'NOT_FOUND']));
  });
});
