import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startUserSide, type UserSideApp } from './test-app/start-user-side.js';

const DAY = 86_400;

describe('the metrics of sessions', () => {
  let app: UserSideApp;

  beforeEach(async () => {
    app = await startUserSide({ trustedProxies: ['127.0.0.1', '::ffff:127.0.0.1'] });
    await app.accounts.add('maria', 'Regular');
  });
  afterEach(() => app.app.close());

  const from = (address: string) => ({ 'x-forwarded-for': address });
  const samples = async (name: string) => {
    const text = await app.scrape();
    return text.split('\n').filter((line) => line.startsWith(`pezzottify_${name}`));
  };

  it('count each attempt to sign in by its end, and time it', async () => {
    await app.accounts.signIn();
    await app.accounts.signIn({ password: 'wrong' });
    await app.accounts.signIn({ user_handle: 'nobody' });
    await app.accounts.signIn({ device_uuid: 'short' });
    await app.database.write((tx) => tx.run('ALTER TABLE auth_token RENAME TO gone'));
    expect((await app.accounts.signIn()).status).toBe(500);
    expect(await samples('auth_login_attempts_total')).toEqual([
      'pezzottify_auth_login_attempts_total{status="success"} 1',
      'pezzottify_auth_login_attempts_total{status="failure"} 2',
      'pezzottify_auth_login_attempts_total{status="error"} 1',
    ]);
    const durations = await samples('auth_login_duration_seconds');
    expect(durations).toContain('pezzottify_auth_login_duration_seconds_count 4');
    const bounds = durations.map((line) => /le="([^"]+)"/.exec(line)?.[1]).filter((bound) => bound !== undefined);
    expect(bounds).toEqual(['0.1', '0.5', '1', '2', '5', '10', '+Inf']);
    expect(Number(durations.find((line) => line.includes('_sum'))?.split(' ')[1])).toBeGreaterThan(0.001);
  });

  it('tell how many sessions there are that have neither ended nor expired', async () => {
    const userId = await app.accounts.add('ivo');
    await app.accounts.session(userId);
    app.clock.advance(DAY);
    const token = await app.accounts.session(userId, { usedAt: app.clock.seconds() });
    await app.accounts.session(userId, { usedAt: app.clock.seconds() });
    expect(await samples('auth_active_sessions')).toEqual(['pezzottify_auth_active_sessions 3']);
    await app.ask('/v1/auth/logout', { headers: { authorization: token } });
    expect(await samples('auth_active_sessions')).toEqual(['pezzottify_auth_active_sessions 2']);
    app.clock.advance(89 * DAY);
    expect(await samples('auth_active_sessions')).toEqual(['pezzottify_auth_active_sessions 1']);
  });

  it('count refused attempts by what the limit that refused them counts', async () => {
    for (let n = 0; n < 12; n += 1) await app.accounts.signIn({ password: 'wrong' }, from(`192.0.2.${n}`));
    for (let n = 0; n < 11; n += 1) await app.accounts.signIn({ user_handle: `nobody-${n}` }, from('192.0.2.99'));
    expect(await samples('rate_limit_hits_total')).toEqual([
      'pezzottify_rate_limit_hits_total{endpoint="login",identifier_type="handle"} 2',
      'pezzottify_rate_limit_hits_total{endpoint="login",identifier_type="ip"} 1',
    ]);
  });

  it('count what a user is refused', async () => {
    const token = await app.accounts.session(await app.accounts.add('ivo', 'Regular'));
    const search = { method: 'POST', headers: { authorization: token, 'content-type': 'application/json' } };
    const statuses = await Promise.all(
      Array.from({ length: 102 }, () => app.ask('/v1/content/search', { ...search, body: '{"query":""}' })),
    );
    expect(statuses.filter(({ status }) => status === 429)).toHaveLength(2);
    expect(await samples('rate_limit_hits_total')).toEqual([
      'pezzottify_rate_limit_hits_total{endpoint="search",identifier_type="user"} 2',
    ]);
  });
});
