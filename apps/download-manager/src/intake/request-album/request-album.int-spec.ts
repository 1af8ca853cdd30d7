import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@pezzottify/testing';
import { TestOwner } from '../../owner.fixture.js';
import { type MyRequests } from '../my-requests/my-requests.usecase.js';

describe('POST /v1/download/request/album', () => {
  let owner: TestOwner;

  beforeAll(async () => {
    owner = await TestOwner.start({ settings: { user_max_requests_per_day: 4, user_max_queue_size: 2 } });
  });

  it('stores the request with audit entry, participant and event, and wakes the workers', async () => {
    const signals = owner.counted('queue.work-available');
    const { status, json } = await owner.requestAlbum('x1', 1);
    expect({ status, json }).toEqual({
      status: 200,
      json: { request_id: expect.stringMatching(/^[0-9a-f-]{36}$/), status: 'PENDING', queue_position: 1 },
    });
    expect(await owner.audit(json.request_id)).toEqual([
      {
        eventType: 'REQUEST_CREATED',
        userId: '1',
        details: { queue_position: 1, priority: 2, content_name: 'Name of x1', artist_name: 'The Pilots' },
      },
    ]);
    expect(await owner.events('download.request.created.v1')).toContainEqual({
      user_ids: ['1'],
      request_id: json.request_id,
      content_id: 'x1',
      content_type: 'album',
      content_name: 'Name of x1',
      artist_name: 'The Pilots',
      queue_position: 1,
    });
    await eventually(() => expect(signals()).toBeGreaterThan(0));
  });

  it('does not ask the provider', async () => {
    await owner.requestAlbum('not-asked', 2);
    expect(owner.provider.requests().filter(({ path }) => path.includes('not-asked'))).toEqual([]);
  });

  it('refuses an album that is complete in the catalog', async () => {
    owner.catalog.completeAlbums.add('here');
    const { status, text, code } = await owner.requestAlbum('here', 3);
    expect({ status, code }).toEqual({ status: 409, code: 'ALREADY_IN_CATALOG' });
    expect(text).toBe('this album is already complete in the catalog');
  });

  it('refuses what the caller has already on its way, and takes it again once it is finished', async () => {
    const { json } = await owner.requestAlbum('x4', 4);
    const again = await owner.requestAlbum('x4', 4);
    expect({ status: again.status, code: again.code }).toEqual({
      status: 409,
      code: 'ALREADY_QUEUED',
    });
    await owner.cancel(json.request_id, 4);
    const renewed = await owner.requestAlbum('x4', 4);
    expect(renewed.status).toBe(200);
    expect(renewed.json.request_id).not.toBe(json.request_id);
  });

  it('joins an album that is on its way for others: one item, seen by both, counted for both', async () => {
    const first = await owner.requestAlbum('shared', 5);
    const second = await owner.requestAlbum('shared', 6);
    expect(second.json).toEqual(first.json);
    expect((await owner.requestAlbum('shared', 6)).status).toBe(409);
    const seen = await owner.view(first.json.request_id, 6);
    expect(seen.json).toMatchObject({ id: first.json.request_id, requested_by_user_id: '5' });
    expect((await owner.get('/limits', { user: 6 })).json).toMatchObject({ requests_today: 1, in_queue: 1 });
    const told = (await owner.events('download.request.created.v1')).filter(
      ({ content_id }) => content_id === 'shared',
    );
    expect(told.map(({ user_ids }) => user_ids)).toEqual([['5'], ['6']]);
  });

  it('counts the limits from rows: the queue first fills up, then the day', async () => {
    const codes: (string | null)[] = [];
    for (const id of ['d1', 'd2', 'd3']) codes.push((await owner.requestAlbum(id, 8)).code);
    expect(codes).toEqual([null, null, 'QUEUE_LIMIT_REACHED']);
    for (const { id } of (await owner.get<MyRequests>('/my-requests', { user: 8 })).json.requests) {
      await owner.cancel(id, 8);
    }
    for (const id of ['d3', 'd4']) expect((await owner.requestAlbum(id, 8)).status).toBe(200);
    const refused = await owner.requestAlbum('d5', 8);
    const untilMidnight = 86_400 - (owner.clock.seconds() % 86_400);
    expect(refused.code).toBe('DAILY_LIMIT_REACHED');
    expect(refused.headers.get('retry-after')).toBe(String(untilMidnight));
  });

  it('answers the limit before it looks into the catalog, and 503 when the catalog is away', async () => {
    for (const id of ['q1', 'q2']) await owner.requestAlbum(id, 9);
    await owner.catalog.goAway();
    const limited = await owner.requestAlbum('q3', 9);
    const unknown = await owner.requestAlbum('q3', 10);
    await owner.catalog.comeBack();
    expect(limited.code).toBe('QUEUE_LIMIT_REACHED');
    expect({ status: unknown.status, code: unknown.code }).toEqual({
      status: 503,
      code: 'CATALOG_UNAVAILABLE',
    });
  });

  it('keeps the limit when many requests arrive at once', async () => {
    const answers = await Promise.all(['r1', 'r2', 'r3', 'r4', 'r5', 'r6'].map((id) => owner.requestAlbum(id, 11)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(2);
  });

  it('creates one item when many ask for the same album at once', async () => {
    const answers = await Promise.all([20, 21, 22, 23, 24].map((user) => owner.requestAlbum('rush', user)));
    expect(new Set(answers.map(({ json }) => json.request_id)).size).toBe(1);
  });

  it.each([
    [{ album_id: 'x', album_name: 'n', artist_name: null }, 'artist_name'],
    [{ album_id: ' ', album_name: 'n', artist_name: '' }, 'album_id'],
    [{ album_id: 'x', album_name: '', artist_name: '' }, 'album_name'],
    [{ album_id: 'x'.repeat(257), album_name: 'n', artist_name: '' }, 'album_id'],
    [{ album_id: 7, album_name: 'n', artist_name: '' }, 'album_id'],
  ])('refuses the body %j, naming %s', async (body, field) => {
    const { status, code, text } = await owner.call('POST', '/v1/download/request/album', { body });
    expect({ status, code }).toEqual({ status: 422, code: 'INVALID_BODY' });
    expect(text).toContain(field);
  });

  it('takes an empty artist name', async () => {
    const body = { album_id: 'no-artist', album_name: 'n', artist_name: '' };
    expect((await owner.call('POST', '/v1/download/request/album', { user: 12, body })).status).toBe(200);
  });
});
