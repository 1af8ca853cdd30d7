import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { briefly, codeOf, startUserContent, type UserContentApp } from '../test-app/start-user-content.js';

const PATH = '/v1/user/listening';
const DAY = 86_400;
const play = { track_id: 't1', duration_seconds: 30, track_duration_seconds: 200 };

describe('listening', () => {
  let app: UserContentApp;
  let maria: Awaited<ReturnType<UserContentApp['signedIn']>>;
  let now: number;

  beforeAll(async () => {
    app = await startUserContent();
    now = app.clock.seconds();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    maria = await app.signedIn('Regular');
  });

  const report = (body: unknown, token = maria.token) => app.send(token, 'POST', PATH, body);
  const recorded = async (more: object = {}, token = maria.token) =>
    (await (await report({ ...play, ...more }, token)).json()) as { id: number; created: boolean };
  const get = async (path: string, token = maria.token) => (await app.send(token, 'GET', PATH + path)).json();
  const events = async (query = '') => (await get(`/events${query}`)) as Record<string, unknown>[];

  describe('reporting a play', () => {
    it('needs no more than the track and two lengths', async () => {
      const answer = await report(play);
      expect([answer.status, await answer.json()]).toEqual([200, { id: expect.any(Number), created: false }]);
      expect(await events()).toEqual([
        {
          id: expect.any(Number),
          user_id: maria.id,
          track_id: 't1',
          session_id: null,
          started_at: now,
          ended_at: null,
          duration_seconds: 30,
          track_duration_seconds: 200,
          completed: false,
          seek_count: 0,
          pause_count: 0,
          playback_context: null,
          client_type: null,
          date: 20250615,
        },
      ]);
    });

    it('keeps everything that is said', async () => {
      const said = {
        ...{ track_id: 'not in the catalog', session_id: 's1', started_at: 1_735_689_599, ended_at: 1_735_689_799 },
        ...{ duration_seconds: 180, track_duration_seconds: 200, seek_count: 2, pause_count: 1 },
        ...{ playback_context: 'my own', client_type: 'toaster' },
      };
      expect(await recorded(said)).toMatchObject({ created: true });
      const [stored] = await events('?start_date=20241231&end_date=20241231');
      expect(stored).toMatchObject({ ...said, completed: true, date: 20241231 });
    });

    it('without a session id is another play each time', async () => {
      const [first, second] = [await recorded({ session_id: null, ended_at: now }), await recorded()];
      expect([first.created, second.created]).toEqual([true, false]);
      expect(second.id).not.toBe(first.id);
      expect(await events()).toHaveLength(2);
    });

    it('with the same session id is the same play, created when it ends and only then', async () => {
      const reports = [
        { duration_seconds: 10, seek_count: 1, client_type: 'android' },
        { duration_seconds: 20, seek_count: 2 },
        { duration_seconds: 190, ended_at: now + 200, pause_count: 3 },
        { duration_seconds: 195, ended_at: now + 210 },
        { duration_seconds: 196 },
      ];
      const answers: { id: number; created: boolean }[] = [];
      for (const one of reports) {
        answers.push(await recorded({ session_id: 's1', ...one }));
        app.clock.advance(10);
      }
      expect(answers.map(({ created }) => created)).toEqual([false, false, true, false, false]);
      expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
      const stored = await events();
      expect(stored).toHaveLength(1);
      expect(stored[0]).toMatchObject({
        ...{ id: answers[0]?.id, started_at: now, ended_at: now + 210, duration_seconds: 196, completed: true },
        ...{ seek_count: 2, pause_count: 3, client_type: 'android' },
      });
      app.clock.set(now);
    });

    it('moves with its start to another day', async () => {
      await recorded({ session_id: 's1' });
      await recorded({ session_id: 's1', started_at: now - DAY });
      expect(await events()).toMatchObject([{ started_at: now - DAY, date: 20250614 }]);
    });

    it('does not touch the play of another user with the same session id', async () => {
      const ivo = await app.signedIn('Regular');
      const hers = await recorded({ session_id: 's1', ended_at: now });
      const his = await recorded({ session_id: 's1', ended_at: now, track_id: 't2' }, ivo.token);
      expect([hers.created, his.created, his.id === hers.id]).toEqual([true, true, false]);
      expect(await events()).toMatchObject([{ track_id: 't1' }]);
    });

    it('is one play however many reports race', async () => {
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => recorded({ session_id: 's1', ended_at: now })),
      );
      expect(answers.filter(({ created }) => created)).toHaveLength(1);
      expect(await events()).toHaveLength(1);
    });

    const REFUSED: [sent: unknown, status: number, code: string][] = [
      ['{"track_id":', 400, 'MALFORMED_JSON'],
      [[], 422, 'INVALID_BODY'],
      [{}, 422, 'INVALID_BODY'],
      [{ ...play, track_id: undefined }, 422, 'INVALID_BODY'],
      [{ ...play, track_id: 1 }, 422, 'INVALID_BODY'],
      [{ ...play, track_id: '' }, 422, 'INVALID_BODY'],
      [{ ...play, track_id: 'x'.repeat(257) }, 422, 'INVALID_BODY'],
      [{ ...play, session_id: 5 }, 422, 'INVALID_BODY'],
      [{ ...play, session_id: 'x'.repeat(257) }, 422, 'INVALID_BODY'],
      [{ ...play, started_at: '1750000000' }, 422, 'INVALID_BODY'],
      [{ ...play, started_at: 1.5 }, 422, 'INVALID_BODY'],
      [{ ...play, started_at: 253_402_300_800 }, 422, 'INVALID_BODY'],
      [{ ...play, ended_at: -1 }, 422, 'INVALID_BODY'],
      [{ ...play, ended_at: true }, 422, 'INVALID_BODY'],
      [{ ...play, duration_seconds: undefined }, 422, 'INVALID_BODY'],
      [{ ...play, duration_seconds: null }, 422, 'INVALID_BODY'],
      [{ ...play, duration_seconds: -1 }, 422, 'INVALID_BODY'],
      [{ ...play, duration_seconds: 1e300 }, 422, 'INVALID_BODY'],
      [{ ...play, track_duration_seconds: undefined }, 422, 'INVALID_BODY'],
      [{ ...play, track_duration_seconds: '200' }, 422, 'INVALID_BODY'],
      [{ ...play, seek_count: -1 }, 422, 'INVALID_BODY'],
      [{ ...play, pause_count: 0.5 }, 422, 'INVALID_BODY'],
      [{ ...play, playback_context: {} }, 422, 'INVALID_BODY'],
      [{ ...play, client_type: 7 }, 422, 'INVALID_BODY'],
      [{ ...play, client_type: 'x'.repeat(1001) }, 422, 'INVALID_BODY'],
      [`"${'x'.repeat(2 * 1024 * 1024)}"`, 413, 'PAYLOAD_TOO_LARGE'],
    ];
    const named = REFUSED.map(([sent, ...refusal]): [string, unknown, number, string] => [
      briefly(sent),
      sent,
      ...refusal,
    ]);

    it.each(named)('refuses %s', async (_name, body, status, code) => {
      expect(await codeOf(await report(body))).toEqual([status, code]);
      expect(await events()).toEqual([]);
    });

    it('refuses another media type', async () => {
      const headers = { authorization: maria.token, 'content-type': 'text/plain' };
      const answer = await app.ask(PATH, { method: 'POST', headers, body: JSON.stringify(play) });
      expect(await codeOf(answer)).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    });

    it('takes null for whatever may be missing', async () => {
      const nothing = {
        ...{ session_id: null, started_at: null, ended_at: null, seek_count: null, pause_count: null },
        ...{ playback_context: null, client_type: null },
      };
      expect(await recorded(nothing)).toMatchObject({ created: false });
    });

    it('is not told to any device', async () => {
      await recorded({ ended_at: now });
      expect(await app.storedEvents(maria.token)).toEqual([]);
    });
  });

  describe('reading', () => {
    /** Days before now, and what was heard. */
    const heard = async (daysAgo: number, trackId: string, seconds: number, token = maria.token) =>
      recorded({ track_id: trackId, started_at: now - daysAgo * DAY, duration_seconds: seconds }, token);

    beforeEach(async () => {
      const ivo = await app.signedIn('Regular');
      await heard(0, 't9', 1, ivo.token);
      await heard(31, 'old', 1000);
      await heard(30, 't1', 180);
      await heard(2, 't2', 10);
      await heard(1, 't1', 100);
    });

    it('a summary counts the last 30 days and today', async () => {
      expect(await get('/summary')).toEqual({
        user_id: maria.id,
        total_plays: 3,
        total_duration_seconds: 290,
        completed_plays: 1,
        unique_tracks: 2,
      });
    });

    it('a summary counts the days that are asked for, both included', async () => {
      expect(await get('/summary?start_date=20250515&end_date=20250516')).toMatchObject({
        total_plays: 2,
        total_duration_seconds: 1180,
      });
      expect(await get('/summary?start_date=20250613&end_date=20250613')).toMatchObject({ total_plays: 1 });
    });

    it('a summary of nothing is zeros', async () => {
      expect(await get('/summary?start_date=20200101&end_date=20200131')).toEqual({
        user_id: maria.id,
        total_plays: 0,
        total_duration_seconds: 0,
        completed_plays: 0,
        unique_tracks: 0,
      });
    });

    it('the history has one entry a track, the last played first, however long ago', async () => {
      const entry = (track_id: string, daysAgo: number, play_count: number, total_duration_seconds: number) => ({
        ...{ track_id, last_played_at: now - daysAgo * DAY, play_count, total_duration_seconds },
      });
      const all = [entry('t1', 1, 2, 280), entry('t2', 2, 1, 10), entry('old', 31, 1, 1000)];
      expect(await get('/history')).toEqual(all);
      expect(await get('/history?limit=2')).toEqual(all.slice(0, 2));
      expect(await get('/history?limit=0')).toEqual([]);
    });

    it('events come by their start, the last first, page by page', async () => {
      const tracks = async (query: string) => (await events(query)).map(({ track_id }) => track_id);
      expect(await tracks('')).toEqual(['t1', 't2', 't1']);
      expect(await tracks('?limit=1&offset=1')).toEqual(['t2']);
      expect(await tracks('?offset=9007199254740991')).toEqual([]);
      expect(await tracks('?start_date=20250515&end_date=20250613')).toEqual(['t2', 't1', 'old']);
      expect(await tracks('?start_date=20260101&end_date=20260101')).toEqual([]);
    });

    it('gives 50 entries unless told otherwise, and never more than 500', async () => {
      const rows = `WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 501)
        INSERT INTO listening_events (user_id, track_id, started_at, duration_seconds, track_duration_seconds, date)
        SELECT ?, 'track-' || n, ?, 1, 1, 20250615 FROM i`;
      await app.database.write((tx) => tx.run(rows, [maria.id, now]));
      for (const kind of ['/history', '/events']) {
        expect(await get(kind)).toHaveLength(50);
        expect(await get(`${kind}?limit=501`)).toHaveLength(500);
      }
    });
  });

  it.each([
    ['/summary?start_date=20250230', 'start_date'],
    ['/summary?start_date=2025-01-01', 'start_date'],
    ['/summary?end_date=', 'end_date'],
    ['/summary?start_date=20250102&end_date=20250101', 'start_date'],
    ['/summary?end_date=20200101', 'start_date'],
    ['/events?start_date=x', 'start_date'],
    ['/events?start_date=20250102&end_date=20250101', 'start_date'],
    ['/events?limit=-1', 'limit'],
    ['/events?limit=ten', 'limit'],
    ['/events?offset=-1', 'offset'],
    ['/events?offset=1.5', 'offset'],
    ['/history?limit=-1', 'limit'],
    ['/history?limit=', 'limit'],
    ['/history?limit=1&limit=2', 'limit'],
  ])('GET %s is 400 and names %s', async (path, name) => {
    const answer = await app.send(maria.token, 'GET', PATH + path);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ code: 'INVALID_PARAMETER', error: expect.stringMatching(`^${name}[: ]`) });
  });

  it.each(['POST ', 'GET /summary', 'GET /history', 'GET /events?limit=x'])(
    '%s needs a session with AccessCatalog',
    async (route) => {
      const [method, path] = route.split(' ') as [string, string];
      const guest = await app.signedIn();
      const body = method === 'POST' ? '{' : undefined;
      expect(await codeOf(await app.send('unknown', method, PATH + path, body))).toEqual([403, 'NO_SESSION']);
      expect(await codeOf(await app.send(guest.token, method, PATH + path, body))).toEqual([403, 'FORBIDDEN']);
    },
  );
});

describe('the metrics of listening', () => {
  it('count each play when it ends, by the clients of a closed list', async () => {
    const app = await startUserContent();
    const { token } = await app.signedIn('Regular');
    const end = (more: object) => app.send(token, 'POST', PATH, { ...play, ended_at: 1, ...more });
    await end({ client_type: 'web' });
    await end({ client_type: 'android', duration_seconds: 180, session_id: 's1' });
    await end({ client_type: 'android', duration_seconds: 190, session_id: 's1' });
    await end({ client_type: 'android', ended_at: null, duration_seconds: 7 });
    await end({ client_type: 'toaster' });
    await end({});
    const text = await app.scrape();
    await app.close();
    const samples = text.split('\n').filter((line) => line.startsWith('pezzottify_listening_') && !line.endsWith(' 0'));
    expect(samples.sort()).toEqual([
      'pezzottify_listening_duration_seconds_total{client_type="android"} 180',
      'pezzottify_listening_duration_seconds_total{client_type="unknown"} 60',
      'pezzottify_listening_duration_seconds_total{client_type="web"} 30',
      'pezzottify_listening_events_total{client_type="android",completed="true"} 1',
      'pezzottify_listening_events_total{client_type="unknown",completed="false"} 2',
      'pezzottify_listening_events_total{client_type="web",completed="false"} 1',
    ]);
  });
});
