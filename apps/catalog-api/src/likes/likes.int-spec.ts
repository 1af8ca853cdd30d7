import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { codeOf, EMPTY, emptiness, startUserContent, type UserContentApp } from '../test-app/start-user-content.js';

describe('likes', () => {
  let app: UserContentApp;
  let maria: Awaited<ReturnType<UserContentApp['signedIn']>>;

  beforeAll(async () => {
    app = await startUserContent();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    maria = await app.signedIn('Regular');
  });

  const send = (method: string, path: string, token = maria.token) => app.send(token, method, `/v1/user/liked${path}`);
  const liked = async (type: string, token = maria.token) => (await send('GET', `/${type}`, token)).json();

  it('are listed by type, the newest first, as plain ids', async () => {
    for (const id of ['b1', 'b3', 'b2']) await send('POST', `/album/${id}`);
    app.clock.advance(1);
    await send('POST', '/album/b0');
    await send('POST', '/track/t1');
    expect(await liked('album')).toEqual(['b0', 'b2', 'b3', 'b1']);
    expect(await liked('track')).toEqual(['t1']);
    const answer = await send('GET', '/artist');
    expect([answer.status, await answer.text()]).toEqual([200, '[]']);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('are made and taken back with an empty 200, as often as one likes', async () => {
    expect(await emptiness(await send('POST', '/artist/nobody-knows'))).toEqual(EMPTY);
    expect(await emptiness(await send('POST', '/artist/nobody-knows'))).toEqual(EMPTY);
    expect(await liked('artist')).toEqual(['nobody-knows']);
    expect(await emptiness(await send('DELETE', '/artist/nobody-knows'))).toEqual(EMPTY);
    expect(await emptiness(await send('DELETE', '/artist/nobody-knows'))).toEqual(EMPTY);
    expect(await liked('artist')).toEqual([]);
  });

  it('match type and id, and the id exactly', async () => {
    await send('POST', '/album/x');
    await send('POST', '/track/x');
    for (const other of ['/artist/x', '/track/X', '/track/x%20']) await send('DELETE', other);
    expect([await liked('album'), await liked('track')]).toEqual([['x'], ['x']]);
    await send('DELETE', '/track/x');
    expect([await liked('album'), await liked('track')]).toEqual([['x'], []]);
  });

  it('are of one user', async () => {
    const ivo = await app.signedIn('Regular');
    await send('POST', '/album/b1');
    await send('POST', '/album/b1', ivo.token);
    await send('DELETE', '/album/b1');
    expect(await liked('album', ivo.token)).toEqual(['b1']);
  });

  it('take any id of up to 256 characters, however it is written', async () => {
    const ids = ['a/b', 'ä ö', '%', 'x'.repeat(256)];
    for (const id of ids) expect((await send('POST', `/track/${encodeURIComponent(id)}`)).status).toBe(200);
    expect(await liked('track')).toEqual(ids.reverse());
  });

  it('ignore whatever body is sent', async () => {
    const answer = await app.send(maria.token, 'POST', '/v1/user/liked/album/b1', '{');
    expect(await emptiness(answer)).toEqual(EMPTY);
  });

  it('are told to the other devices when something has changed, and only then', async () => {
    const other = await app.accounts.session(maria.id);
    const event = (type: string) => ({ type, payload: { content_type: 'track', content_id: 't2' } });
    const told = await app.toldBy(maria.id, [maria.token, other], async () => {
      for (const method of ['DELETE', 'POST', 'POST', 'DELETE', 'DELETE']) await send(method, '/track/t2');
    });
    expect(told).toEqual([[], [event('content_liked'), event('content_unliked')]]);
    expect((await app.storedEvents(maria.token)).slice(0, 2)).toEqual(told[1]);
  });

  it('change nothing when the event cannot be stored', async () => {
    await app.database.write((tx) => tx.run('ALTER TABLE user_events RENAME TO gone'));
    try {
      expect(await codeOf(await send('POST', '/album/b1'))).toEqual([500, 'INTERNAL']);
    } finally {
      await app.database.write((tx) => tx.run('ALTER TABLE gone RENAME TO user_events'));
    }
    expect(await liked('album')).toEqual([]);
  });

  it.each([
    ['GET', '/albums', 400, 'INVALID_PARAMETER'],
    ['GET', '/Album', 400, 'INVALID_PARAMETER'],
    ['POST', '/playlist/x', 400, 'INVALID_PARAMETER'],
    ['DELETE', '/0/x', 400, 'INVALID_PARAMETER'],
    ['PUT', '/album/x', 405, 'METHOD_NOT_ALLOWED'],
    ['DELETE', '/album', 405, 'METHOD_NOT_ALLOWED'],
    ['GET', '', 404, 'ROUTE_NOT_FOUND'],
  ])('%s %s is refused with %i %s', async (method, path, status, code) => {
    expect(await codeOf(await send(method, path))).toEqual([status, code]);
    expect(await app.storedEvents(maria.token)).toEqual([]);
  });

  it.each(['POST', 'DELETE'])('%s refuses an id of more than 256 characters', async (method) => {
    expect(await codeOf(await send(method, `/album/${'x'.repeat(257)}`))).toEqual([400, 'INVALID_PARAMETER']);
  });

  it.each(['GET /album', 'POST /album/x', 'DELETE /album/x', 'GET /nonsense'])(
    '%s needs a session with LikeContent',
    async (route) => {
      const [method, path] = route.split(' ') as [string, string];
      const admin = await app.signedIn('Admin');
      expect(await codeOf(await send(method, path, 'unknown'))).toEqual([403, 'NO_SESSION']);
      expect(await codeOf(await send(method, path, admin.token))).toEqual([403, 'FORBIDDEN']);
    },
  );

  it('count against the bucket for writes, reading them against the one for reads', async () => {
    const answers = await Promise.all(Array.from({ length: 61 }, () => send('POST', '/album/b1')));
    expect(answers.map(({ status }) => status).filter((status) => status === 429)).toEqual([429]);
    expect((await send('DELETE', '/album/b1')).status).toBe(429);
    expect((await send('GET', '/album')).status).toBe(200);
  });
});
