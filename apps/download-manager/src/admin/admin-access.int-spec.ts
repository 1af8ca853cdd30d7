import { beforeAll, describe, expect, it } from '@jest/globals';
import { TestOwner } from '../owner.fixture.js';
import { insertItem } from '../storage/queue-rows.fixture.js';

const READS = [
  '/stats',
  '/stats/history',
  '/failed',
  '/requests',
  '/activity',
  '/audit',
  '/audit/item/known',
  '/audit/user/7',
  '/throttle',
];
const WRITES = [
  ['POST', '/retry/known'],
  ['DELETE', '/request/known'],
  ['POST', '/throttle/reset'],
] as const;

describe('the routes for administrators', () => {
  let owner: TestOwner;
  const ask = (method: string, path: string, token: string) =>
    owner.call(method, `/v1/download/admin${path}`, { token });

  beforeAll(async () => {
    owner = await TestOwner.start();
  });

  const missing = async () => {
    await owner.database.write((tx) => tx.run(`DELETE FROM download_queue WHERE id = 'known'`));
    await insertItem(owner.database, { id: 'known', status: 'FAILED', completed_at: 1 });
  };

  it.each(READS)('lets those who may see figures and administrators read %s, nobody else', async (path) => {
    await missing();
    const tokens = ['viewer-1', 'admin-1', 'editor-1', 'user-1', 'guest-1', 'nobody'];
    const answers = await Promise.all(tokens.map((token) => ask('GET', path, token)));
    expect(answers.map(({ status, code }) => code ?? status)).toEqual([
      200,
      200,
      'FORBIDDEN',
      'FORBIDDEN',
      'FORBIDDEN',
      'NO_SESSION',
    ]);
  });

  it.each(WRITES)('lets editors and administrators use %s %s, nobody else', async (method, path) => {
    for (const [token, expected] of [
      ['viewer-1', 'FORBIDDEN'],
      ['user-1', 'FORBIDDEN'],
      ['nobody', 'NO_SESSION'],
      ['editor-1', 200],
      ['admin-1', 200],
    ] as const) {
      await missing();
      const { status, code, text } = await ask(method, path, token);
      expect([token, code ?? status]).toEqual([token, expected]);
      if (status === 200 && !path.endsWith('reset')) expect(text).toBe('');
    }
  });

  it.each([
    ['/stats/history?period=yearly', 'period'],
    ['/stats/history?since=yesterday', 'since'],
    ['/stats/history?since=20&until=10', 'since'],
    ['/failed?limit=-1', 'limit'],
    ['/failed?offset=x', 'offset'],
    ['/requests?status=DONE', 'status'],
    ['/requests?exclude_completed=yes', 'exclude_completed'],
    ['/requests?top_level_only=1', 'top_level_only'],
    ['/requests?limit=1.5', 'limit'],
    ['/requests?limit=1&limit=2', 'limit'],
    [`/requests?user_id=${'7'.repeat(1001)}`, 'user_id'],
    ['/activity?hours=-1', 'hours'],
    ['/activity?hours=all', 'hours'],
    ['/audit?event_type=EXPLODED', 'event_type'],
    ['/audit?content_type=SONG', 'content_type'],
    ['/audit?since=-5', 'since'],
    ['/audit?since=5&until=4', 'since'],
    ['/audit?limit=x', 'limit'],
    ['/audit/user/7?until=never', 'until'],
    ['/audit/user/7?since=2&until=1', 'since'],
  ])('refuses %s, naming what is wrong', async (path, name) => {
    const { status, code, text, headers } = await ask('GET', path, 'admin-1');
    expect([status, code]).toEqual([400, 'INVALID_PARAMETER']);
    expect(text).toContain(name);
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
  });

  it.each([
    ['GET', '/audit/item/nothing'],
    ['GET', `/audit/item/${'x'.repeat(257)}`],
    ['POST', '/retry/nothing'],
    ['POST', `/retry/${'x'.repeat(257)}`],
    ['DELETE', '/request/nothing'],
    ['DELETE', '/request/..%2F..%2Fetc'],
  ])('knows nothing of %s %s', async (method, path) => {
    const { status, code } = await ask(method, path, 'admin-1');
    expect([status, code]).toEqual([404, 'NOT_FOUND']);
  });

  it('refuses a force that is neither true nor false', async () => {
    await missing();
    expect((await ask('POST', '/retry/known?force=maybe', 'admin-1')).code).toBe('INVALID_PARAMETER');
  });

  it('lowers a limit to its cap and takes what is beyond the end for empty', async () => {
    const { json } = await owner.call<unknown[]>('GET', '/v1/download/admin/failed?limit=100000&offset=50', {
      token: 'admin-1',
    });
    expect(json).toEqual([]);
  });
});
