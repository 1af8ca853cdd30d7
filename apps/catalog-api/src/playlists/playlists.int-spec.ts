import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  briefly,
  codeOf,
  EMPTY,
  emptiness,
  startUserContent,
  type UserContentApp,
} from '../test-app/start-user-content.js';

const MAX_TRACKS = 300;
const copies = (count: number, id = 't1') => Array.from({ length: count }, () => id);

describe('playlists', () => {
  let app: UserContentApp;
  let maria: Awaited<ReturnType<UserContentApp['signedIn']>>;

  beforeAll(async () => {
    app = await startUserContent();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    maria = await app.signedIn('Regular');
  });

  const send = (method: string, path: string, body?: unknown, token = maria.token) =>
    app.send(token, method, `/v1/user${path}`, body);
  const create = async (trackIds: readonly string[] = [], name = 'Gym') =>
    (await (await send('POST', '/playlist', { name, track_ids: trackIds })).json()) as string;
  const read = async (id: string) =>
    (await (await send('GET', `/playlist/${id}`)).json()) as { name: string; tracks: string[] };
  const tracksOf = async (id: string) => (await read(id)).tracks;

  it('are created with a JSON string for an answer: the new id', async () => {
    const answer = await send('POST', '/playlist', { name: 'Gym', track_ids: ['t1', 'gone', 't1'] });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    const text = await answer.text();
    expect(text).toMatch(/^"[A-Za-z0-9]{16}"$/);
    const id = JSON.parse(text) as string;
    expect(await read(id)).toEqual({
      id,
      user_id: maria.id,
      creator: maria.handle,
      name: 'Gym',
      created: { secs_since_epoch: app.clock.seconds(), nanos_since_epoch: 0 },
      tracks: ['t1', 'gone', 't1'],
    });
  });

  it('are listed by id, the newest first', async () => {
    expect(await (await send('GET', '/playlists')).json()).toEqual([]);
    const [first, second] = [await create(), await create()];
    app.clock.advance(1);
    const third = await create();
    expect(await (await send('GET', '/playlists')).json()).toEqual([third, second, first]);
  });

  it('are renamed, refilled, both, or neither', async () => {
    const id = await create(['t1', 't2']);
    expect(await emptiness(await send('PUT', `/playlist/${id}`, { name: '' }))).toEqual(EMPTY);
    expect(await read(id)).toMatchObject({ name: '', tracks: ['t1', 't2'] });
    await send('PUT', `/playlist/${id}`, { track_ids: ['gone', 't3'] });
    expect(await read(id)).toMatchObject({ name: '', tracks: ['gone', 't3'] });
    await send('PUT', `/playlist/${id}`, { name: 'Run', track_ids: [] });
    expect(await read(id)).toMatchObject({ name: 'Run', tracks: [] });
    for (const nothing of [{}, { name: null, track_ids: null }]) {
      expect(await emptiness(await send('PUT', `/playlist/${id}`, nothing))).toEqual(EMPTY);
    }
    expect(await read(id)).toMatchObject({ name: 'Run', tracks: [] });
  });

  it('are deleted with their tracks', async () => {
    const id = await create(['t1']);
    expect(await emptiness(await send('DELETE', `/playlist/${id}`))).toEqual(EMPTY);
    expect(await codeOf(await send('GET', `/playlist/${id}`))).toEqual([404, 'NOT_FOUND']);
    expect(await codeOf(await send('DELETE', `/playlist/${id}`))).toEqual([404, 'NOT_FOUND']);
    const left = 'SELECT count(*) AS n FROM user_playlist_tracks WHERE playlist_id = ?';
    expect(await app.database.reads.get(left, [id])).toEqual({ n: 0 });
  });

  it('take tracks of the catalog at their end, once more if they have them already', async () => {
    const id = await create(['gone', 't1']);
    expect(await emptiness(await send('PUT', `/playlist/${id}/add`, { tracks_ids: ['t1', 't5', 't1'] }))).toEqual(
      EMPTY,
    );
    expect(await tracksOf(id)).toEqual(['gone', 't1', 't1', 't5', 't1']);
    expect(await emptiness(await send('PUT', `/playlist/${id}/add`, { tracks_ids: [] }))).toEqual(EMPTY);
    expect(await tracksOf(id)).toHaveLength(5);
  });

  it('take all of the tracks or none', async () => {
    const id = await create(['t1']);
    const answer = await send('PUT', `/playlist/${id}/add`, { tracks_ids: ['t2', 'gone', 'lost'] });
    expect(await answer.json()).toEqual({
      error: 'the catalog has no track with the id "gone"',
      code: 'UNKNOWN_TRACK',
    });
    expect(answer.status).toBe(422);
    expect(await tracksOf(id)).toEqual(['t1']);
  });

  it('lose the tracks at the given positions, and ignore positions where none is', async () => {
    const id = await create(['t1', 't2', 't1', 't3']);
    const positions = { tracks_positions: [2, 0, 2, 4, 9e15] };
    expect(await emptiness(await send('PUT', `/playlist/${id}/remove`, positions))).toEqual(EMPTY);
    expect(await tracksOf(id)).toEqual(['t2', 't3']);
    await send('PUT', `/playlist/${id}/remove`, { tracks_positions: [1] });
    expect(await tracksOf(id)).toEqual(['t2']);
  });

  it('store, whatever is removed and added in whatever order, what a plain array would hold, without gaps', async () => {
    const step = fc.oneof(
      fc.record({ add: fc.array(fc.constantFrom('t1', 't2', 't3'), { maxLength: 6 }) }),
      fc.record({ remove: fc.array(fc.nat(12), { maxLength: 6 }) }),
    );
    const positions = 'SELECT position FROM user_playlist_tracks WHERE playlist_id = ? ORDER BY position';
    const property = fc.asyncProperty(fc.array(step, { maxLength: 5 }), async (steps) => {
      // A minute later the bucket for writes is full again.
      app.clock.advance(60);
      const id = await create(['t1', 't2', 't3']);
      let expected = ['t1', 't2', 't3'];
      for (const one of steps) {
        if ('add' in one) {
          expected = [...expected, ...one.add];
          await send('PUT', `/playlist/${id}/add`, { tracks_ids: one.add });
        } else {
          expected = expected.filter((_, position) => !one.remove.includes(position));
          await send('PUT', `/playlist/${id}/remove`, { tracks_positions: one.remove });
        }
      }
      expect(await tracksOf(id)).toEqual(expected);
      expect(await app.database.reads.all(positions, [id])).toEqual(expected.map((_, position) => ({ position })));
    });
    await fc.assert(property, { numRuns: 25 });
  });

  it('have at most 300 tracks, and are not changed by what would make them longer', async () => {
    const tooLong = [422, 'PLAYLIST_TOO_LONG'];
    expect(await codeOf(await send('POST', '/playlist', { name: 'x', track_ids: copies(MAX_TRACKS + 1) }))).toEqual(
      tooLong,
    );
    expect(await (await send('GET', '/playlists')).json()).toEqual([]);
    const id = await create(copies(MAX_TRACKS - 1));
    const change = { name: 'longer', track_ids: copies(MAX_TRACKS + 1, 't2') };
    expect(await codeOf(await send('PUT', `/playlist/${id}`, change))).toEqual(tooLong);
    expect(await codeOf(await send('PUT', `/playlist/${id}/add`, { tracks_ids: ['t2', 't2'] }))).toEqual(tooLong);
    expect(await read(id)).toMatchObject({ name: 'Gym', tracks: copies(MAX_TRACKS - 1) });
    expect((await send('PUT', `/playlist/${id}/add`, { tracks_ids: ['t2'] })).status).toBe(200);
    expect(await tracksOf(id)).toEqual([...copies(MAX_TRACKS - 1), 't2']);
    expect((await send('PUT', `/playlist/${id}`, { track_ids: copies(MAX_TRACKS, 't3') })).status).toBe(200);
    expect(await tracksOf(id)).toEqual(copies(MAX_TRACKS, 't3'));
  });

  it('keep all tracks that several devices add at once', async () => {
    const id = await create();
    await Promise.all(Array.from({ length: 20 }, () => send('PUT', `/playlist/${id}/add`, { tracks_ids: ['t1'] })));
    expect(await tracksOf(id)).toHaveLength(20);
  });

  it('are told to the other devices: what became of them, and all tracks they have now', async () => {
    const other = await app.accounts.session(maria.id);
    let id = '';
    const told = await app.toldBy(maria.id, [maria.token, other], async () => {
      id = await create(['t1']);
      await send('PUT', `/playlist/${id}`, {});
      await send('PUT', `/playlist/${id}`, { name: 'Run', track_ids: ['t2', 't3'] });
      await send('PUT', `/playlist/${id}/add`, { tracks_ids: ['t4'] });
      await send('PUT', `/playlist/${id}/add`, { tracks_ids: [] });
      await send('PUT', `/playlist/${id}/add`, { tracks_ids: ['gone'] });
      await send('PUT', `/playlist/${id}/remove`, { tracks_positions: [0] });
      await send('PUT', `/playlist/${id}/remove`, { tracks_positions: [7] });
      await send('DELETE', `/playlist/${id}`);
      await send('DELETE', `/playlist/${id}`);
    });
    const about = (type: string, more: object) => ({ type, payload: { playlist_id: id, ...more } });
    const expected = [
      about('playlist_created', { name: 'Gym' }),
      about('playlist_renamed', { name: 'Run' }),
      about('playlist_tracks_updated', { track_ids: ['t2', 't3'] }),
      about('playlist_tracks_updated', { track_ids: ['t2', 't3', 't4'] }),
      about('playlist_tracks_updated', { track_ids: ['t3', 't4'] }),
      about('playlist_deleted', {}),
    ];
    expect(told).toEqual([[], expected]);
    expect((await app.storedEvents(maria.token)).slice(0, -1)).toEqual(expected);
  });

  const BY_ID: [string, string, unknown][] = [
    ['GET', '', undefined],
    ['PUT', '', { name: 'mine' }],
    ['PUT', '/add', { tracks_ids: ['t1'] }],
    ['PUT', '/add', { tracks_ids: ['gone'] }],
    ['PUT', '/remove', { tracks_positions: [0] }],
    ['DELETE', '', undefined],
  ];

  it.each(BY_ID)('%s %s of an unknown playlist and of another user’s are the same 404', async (method, path, body) => {
    const id = await create(['t1']);
    const ivo = await app.signedIn('Regular');
    const refusal = async (playlistId: string) => {
      const answer = await send(method, `/playlist/${playlistId}${path}`, body, ivo.token);
      return [answer.status, (await answer.text()).replace(playlistId, 'it')];
    };
    const unknown = await refusal('Zk81Zk81Zk81Zk81');
    expect(unknown).toEqual([404, '{"error":"you have no playlist with the id \\"it\\"","code":"NOT_FOUND"}']);
    expect(await refusal(id)).toEqual(unknown);
    expect(await read(id)).toMatchObject({ name: 'Gym', tracks: ['t1'] });
    expect(await app.storedEvents(ivo.token)).toEqual([]);
  });

  it('are 404 for ids no playlist can have', async () => {
    for (const id of ['%5Bobject%20Object%5D', 'null', 'x'.repeat(257)])
      expect(await codeOf(await send('GET', `/playlist/${id}`))).toEqual([404, 'NOT_FOUND']);
  });

  const ROUTES: Record<string, [method: string, path: string]> = {
    create: ['POST', '/playlist'],
    change: ['PUT', '/playlist/:id'],
    add: ['PUT', '/playlist/:id/add'],
    remove: ['PUT', '/playlist/:id/remove'],
  };

  const REFUSED: [route: string, sent: unknown, status: number, code: string][] = [
    ['create', '{', 400, 'MALFORMED_JSON'],
    ['create', {}, 422, 'INVALID_BODY'],
    ['create', [], 422, 'INVALID_BODY'],
    ['create', { name: 'x' }, 422, 'INVALID_BODY'],
    ['create', { track_ids: [] }, 422, 'INVALID_BODY'],
    ['create', { name: 5, track_ids: [] }, 422, 'INVALID_BODY'],
    ['create', { name: null, track_ids: [] }, 422, 'INVALID_BODY'],
    ['create', { name: 'x', track_ids: 't1' }, 422, 'INVALID_BODY'],
    ['create', { name: 'x', track_ids: [1] }, 422, 'INVALID_BODY'],
    ['create', { name: 'x', track_ids: [''] }, 422, 'INVALID_BODY'],
    ['create', { name: 'x', track_ids: ['x'.repeat(257)] }, 422, 'INVALID_BODY'],
    ['create', { name: 'x', track_ids: ['❤️'.repeat(129)] }, 422, 'INVALID_BODY'],
    ['create', { name: 'x'.repeat(1001), track_ids: [] }, 422, 'INVALID_BODY'],
    ['create', { name: 'x', tracks_ids: [] }, 422, 'INVALID_BODY'],
    ['create', { name: 'x', track_ids: copies(400_000) }, 422, 'PLAYLIST_TOO_LONG'],
    ['create', { name: copies(10_000), track_ids: [] }, 422, 'INVALID_BODY'],
    ['change', '{"name":', 400, 'MALFORMED_JSON'],
    ['change', { name: 5 }, 422, 'INVALID_BODY'],
    ['change', { track_ids: {} }, 422, 'INVALID_BODY'],
    ['change', { track_ids: copies(10_000) }, 422, 'PLAYLIST_TOO_LONG'],
    ['change', [], 422, 'INVALID_BODY'],
    ['change', null, 422, 'INVALID_BODY'],
    ['change', { track_ids: [null] }, 422, 'INVALID_BODY'],
    ['add', '', 400, 'MALFORMED_JSON'],
    ['add', {}, 422, 'INVALID_BODY'],
    ['add', { track_ids: ['t1'] }, 422, 'INVALID_BODY'],
    ['add', { tracks_ids: null }, 422, 'INVALID_BODY'],
    ['add', { tracks_ids: copies(10_000) }, 422, 'PLAYLIST_TOO_LONG'],
    ['add', { tracks_ids: ['t1', 2] }, 422, 'INVALID_BODY'],
    ['remove', 'x', 400, 'MALFORMED_JSON'],
    ['remove', {}, 422, 'INVALID_BODY'],
    ['remove', { tracks_positions: 0 }, 422, 'INVALID_BODY'],
    ['remove', { tracks_positions: [-1] }, 422, 'INVALID_BODY'],
    ['remove', { tracks_positions: [0.5] }, 422, 'INVALID_BODY'],
    ['remove', { tracks_positions: ['0'] }, 422, 'INVALID_BODY'],
  ];
  const named = REFUSED.map(([route, sent, ...refusal]): [string, string, unknown, number, string] => [
    route,
    briefly(sent),
    sent,
    ...refusal,
  ]);

  it.each(named)('%s with %s is refused', async (route, _name, body, status, code) => {
    const id = await create(['t1']);
    const [method, path] = ROUTES[route]!;
    expect(await codeOf(await send(method, path.replace(':id', id), body))).toEqual([status, code]);
    expect(await read(id)).toMatchObject({ name: 'Gym', tracks: ['t1'] });
    expect(await app.storedEvents(maria.token)).toHaveLength(1);
  });

  it.each(Object.keys(ROUTES))('%s refuses another media type and more than 2 MiB', async (route) => {
    const [method, path] = ROUTES[route]!;
    const headers = { authorization: maria.token, 'content-type': 'text/plain' };
    const other = await app.ask(`/v1/user${path}`, { method, headers, body: '{}' });
    expect(await codeOf(other)).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    const large = JSON.stringify({ name: 'x'.repeat(2 * 1024 * 1024) });
    expect(await codeOf(await send(method, path, large))).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });

  it.each(['GET /playlists', 'POST /playlist', ...BY_ID.map(([method, path]) => `${method} /playlist/x${path}`)])(
    '%s needs a session with OwnPlaylists, whatever is sent',
    async (route) => {
      const [method, path] = route.split(' ') as [string, string];
      const admin = await app.signedIn('Admin');
      const body = method === 'GET' ? undefined : '{';
      expect(await codeOf(await send(method, path, body, 'unknown'))).toEqual([403, 'NO_SESSION']);
      expect(await codeOf(await send(method, path, body, admin.token))).toEqual([403, 'FORBIDDEN']);
    },
  );
});
