import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeOf, startUserContent, type UserContentApp } from '../../test-app/start-user-content.js';

const PATH = '/v1/admin/listening';
const DAY = 86_400;

type Person = Awaited<ReturnType<UserContentApp['signedIn']>>;

describe('listening analytics', () => {
  let app: UserContentApp;
  let admin: Person;
  let maria: Person;
  let ivo: Person;

  beforeAll(async () => {
    app = await startUserContent();
    [admin, maria, ivo] = [await app.signedIn('Admin'), await app.signedIn('Regular'), await app.signedIn('Regular')];
    await heard(maria, 31, 'old', 100);
    await heard(maria, 30, 't1', 90);
    await heard(ivo, 1, 't1', 100);
    await heard(ivo, 0, 't1', 10);
    await heard(maria, 0, 't1', 20);
    await heard(maria, 0, 't2', 95);
    await heard(ivo, 0, 't0', 5);
  });
  afterAll(() => app.close());

  const heard = ({ token }: Person, daysAgo: number, track_id: string, duration_seconds: number) =>
    app.send(token, 'POST', '/v1/user/listening', {
      ...{ track_id, duration_seconds, track_duration_seconds: 100, started_at: app.clock.seconds() - daysAgo * DAY },
    });
  const ask = (path: string, token = admin.token) => app.send(token, 'GET', PATH + path);
  const get = async (path: string) => (await ask(path)).json();

  it('daily has a row for each day somebody listened on, the newest first', async () => {
    expect(await get('/daily')).toEqual([
      {
        ...{ date: 20250615, total_plays: 4, total_duration_seconds: 130, completed_plays: 1 },
        ...{ unique_users: 2, unique_tracks: 3 },
      },
      {
        ...{ date: 20250614, total_plays: 1, total_duration_seconds: 100, completed_plays: 1 },
        ...{ unique_users: 1, unique_tracks: 1 },
      },
      {
        ...{ date: 20250516, total_plays: 1, total_duration_seconds: 90, completed_plays: 1 },
        ...{ unique_users: 1, unique_tracks: 1 },
      },
    ]);
    expect(await get('/daily?start_date=20250515&end_date=20250515')).toMatchObject([{ date: 20250515 }]);
    expect(await get('/daily?start_date=20200101&end_date=20200101')).toEqual([]);
  });

  const stats = (track_id: string, ...[plays, seconds, completed, listeners]: [number, number, number, number]) => ({
    ...{ track_id, play_count: plays, total_duration_seconds: seconds },
    ...{ completed_count: completed, unique_listeners: listeners },
  });

  it('top tracks are the most played first, equal ones by id', async () => {
    const all = [stats('t1', 4, 220, 2, 2), stats('t0', 1, 5, 0, 1), stats('t2', 1, 95, 1, 1)];
    expect(await get('/top-tracks')).toEqual(all);
    expect(await get('/top-tracks?limit=1')).toEqual(all.slice(0, 1));
    expect(await get('/top-tracks?limit=0')).toEqual([]);
    expect(await get('/top-tracks?start_date=20250515&end_date=20250515')).toEqual([stats('old', 1, 100, 1, 1)]);
  });

  it('top tracks are 50 unless told otherwise, and never more than 500', async () => {
    const rows = `WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 501)
      INSERT INTO listening_events (user_id, track_id, started_at, duration_seconds, track_duration_seconds, date)
      SELECT ?, 'track-' || n, 1577836800, 1, 1, 20200101 FROM i`;
    await app.database.write((tx) => tx.run(rows, [ivo.id]));
    const day = 'start_date=20200101&end_date=20200101';
    expect(await get(`/top-tracks?${day}`)).toHaveLength(50);
    expect(await get(`/top-tracks?limit=501&${day}`)).toHaveLength(500);
    await app.database.write((tx) => tx.run('DELETE FROM listening_events WHERE date = 20200101'));
  });

  it('one track has its numbers, and an unknown one zeros', async () => {
    expect(await get('/track/t1')).toEqual(stats('t1', 4, 220, 2, 2));
    expect(await get('/track/t1?start_date=20250615')).toEqual(stats('t1', 2, 30, 0, 2));
    expect(await get('/track/t1?end_date=20250614')).toEqual(stats('t1', 2, 190, 2, 2));
    expect(await get('/track/old')).toEqual(stats('old', 0, 0, 0, 0));
    expect(await get('/track/nobody%2Fknows')).toEqual(stats('nobody/knows', 0, 0, 0, 0));
  });

  it('one user has the summary the user sees, also without plays', async () => {
    expect(await get(`/users/${maria.handle}/summary`)).toEqual({
      ...{ user_id: maria.id, total_plays: 3, total_duration_seconds: 205, completed_plays: 2, unique_tracks: 2 },
    });
    expect(await get(`/users/${maria.handle}/summary?start_date=20250515&end_date=20250515`)).toMatchObject({
      total_plays: 1,
    });
    expect(await get(`/users/${admin.handle}/summary`)).toEqual({
      ...{ user_id: admin.id, total_plays: 0, total_duration_seconds: 0, completed_plays: 0, unique_tracks: 0 },
    });
  });

  it.each([
    ['/users/nobody/summary', 404, 'NOT_FOUND'],
    ['/users/nobody/summary?start_date=x', 400, 'INVALID_PARAMETER'],
    ['/daily?start_date=20251301', 400, 'INVALID_PARAMETER'],
    ['/daily?start_date=20250102&end_date=20250101', 400, 'INVALID_PARAMETER'],
    ['/top-tracks?limit=-1', 400, 'INVALID_PARAMETER'],
    ['/top-tracks?limit=many', 400, 'INVALID_PARAMETER'],
    ['/top-tracks?end_date=1', 400, 'INVALID_PARAMETER'],
    ['/track/t1?start_date=20250102&end_date=20250101', 400, 'INVALID_PARAMETER'],
    ['/track/t1?end_date=20250132', 400, 'INVALID_PARAMETER'],
    ['/weekly', 404, 'ROUTE_NOT_FOUND'],
  ])('GET %s is %i %s', async (path, status, code) => {
    expect(await codeOf(await ask(path))).toEqual([status, code]);
  });

  it('ids of more than 256 characters are nobody’s', async () => {
    const long = 'x'.repeat(257);
    expect(await codeOf(await ask(`/users/${long}/summary`))).toEqual([404, 'NOT_FOUND']);
    expect(await get(`/track/${long}`)).toEqual(stats(long, 0, 0, 0, 0));
  });

  it.each(['/daily', '/top-tracks', '/track/t1', '/users/nobody/summary', '/daily?start_date=x'])(
    'GET %s needs a session with ViewAnalytics',
    async (path) => {
      expect(await codeOf(await ask(path, 'unknown'))).toEqual([403, 'NO_SESSION']);
      expect(await codeOf(await ask(path, maria.token))).toEqual([403, 'FORBIDDEN']);
    },
  );
});
