import { beforeAll, describe, expect, it } from '@jest/globals';
import { type ClaimedItem } from '@pezzottify/contracts';
import { eventually } from '@pezzottify/testing';
import { TestOwner } from '../../owner.fixture.js';

const worker = { name: 'w', version: '1' };

describe('DELETE /v1/download/request/{id}', () => {
  let owner: TestOwner;

  beforeAll(async () => {
    owner = await TestOwner.start({ settings: { max_albums_per_hour: 100 } });
  });

  const cancel = (id: string, user: number) => owner.call('DELETE', `/v1/download/request/${id}`, { user });
  const claim = async (max_items = 1): Promise<ClaimedItem[]> => {
    const reply = await owner.bus.request('queue.claim', { worker, max_items }, { timeoutMs: 5000 });
    return reply.kind === 'claimed' ? reply.items : [];
  };
  const settle = async ({ id, lease_token }: ClaimedItem, outcome: object) =>
    owner.bus.request('queue.settle', { worker, item_id: id, lease_token, outcome: outcome as never }, { timeoutMs: 5000 });

  it('ends a waiting request, with audit entry and event', async () => {
    const id = (await owner.requestAlbum('waiting', 1)).json.request_id;
    const answer = await cancel(id, 1);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect((await owner.get(`/request/${id}`, { user: 1 })).json).toMatchObject({ status: 'CANCELLED', queue_position: null });
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
    expect(await claim()).toEqual([]);
  });

  it('ends an album in progress with its unfinished children; what was worked on cannot be settled', async () => {
    const id = (await owner.requestAlbum('running', 2)).json.request_id;
    const told: string[] = [];
    owner.bus.onSignal('queue.items-cancelled', ({ item_ids }) => told.push(...item_ids));
    const children = ['a', 'b', 'c'].map((content_id) => ({ content_type: 'TRACK_AUDIO', content_id, content_name: null }));
    await settle((await claim())[0]!, { kind: 'expanded', album_name: 'x', artist_name: 'y', children });
    const [done, running] = await claim(2);
    const stored = { kind: 'stored', bytes: 1, duration_ms: 1, media_kind: 'audio' };
    await settle(done!, stored);
    expect((await cancel(id, 2)).status).toBe(204);
    await eventually(() => expect(told).toEqual(expect.arrayContaining([id, running!.id])));
    expect(await settle(running!, stored)).toEqual({ kind: 'stale' });
    expect((await owner.get(`/request/${id}`, { user: 2 })).json).toMatchObject({
      status: 'CANCELLED',
      progress: { total_children: 3, completed: 1, failed: 2, pending: 0, in_progress: 0 },
    });
    expect(await claim()).toEqual([]);
  });

  it('takes one of several out, and ends the request with the last', async () => {
    const id = (await owner.requestAlbum('joint', 3)).json.request_id;
    await owner.requestAlbum('joint', 4);
    expect((await cancel(id, 3)).status).toBe(204);
    expect((await owner.get(`/request/${id}`, { user: 3 })).status).toBe(404);
    expect((await owner.get('/limits', { user: 3 })).json).toMatchObject({ in_queue: 0, requests_today: 1 });
    expect((await owner.get(`/request/${id}`, { user: 4 })).json).toMatchObject({ status: 'PENDING', requested_by_user_id: '3' });
    const back = await owner.requestAlbum('joint', 3);
    expect(back.json.request_id).toBe(id);
    expect((await owner.get('/limits', { user: 3 })).json).toMatchObject({ in_queue: 1, requests_today: 2 });
    await cancel(id, 3);
    await cancel(id, 4);
    expect((await owner.get(`/request/${id}`, { user: 4 })).json).toMatchObject({ status: 'CANCELLED' });
  });

  it('refuses what is finished', async () => {
    const id = (await owner.requestAlbum('finished', 5)).json.request_id;
    await cancel(id, 5);
    const again = await cancel(id, 5);
    expect([again.status, again.headers.get('x-error-code')]).toEqual([409, 'REQUEST_FINISHED']);
  });

  it('does not know what is unknown, foreign or a child', async () => {
    const id = (await owner.requestAlbum('mine', 6)).json.request_id;
    const children = [{ content_type: 'TRACK_AUDIO', content_id: 'child', content_name: null }];
    await settle((await claim())[0]!, { kind: 'expanded', album_name: 'x', artist_name: 'y', children });
    const child = (await claim())[0]!;
    const codes = await Promise.all([cancel('nothing', 6), cancel(id, 7), cancel(child.id, 6)]);
    expect(codes.map(({ status, headers }) => [status, headers.get('x-error-code')])).toEqual(
      codes.map(() => [404, 'NOT_FOUND']),
    );
  });
});
