import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PASSWORD } from '../../sessions/test-app/accounts.js';
import { type Administration, refusalOf, startAdministration } from '../test-app/start-administration.js';

describe('passwords', () => {
  let app: Administration;
  beforeEach(async () => {
    app = await startAdministration();
  });
  afterEach(() => app.close());

  const set = (password: unknown, handle = 'maria') =>
    app.call('PUT', `/v1/admin/users/${handle}/password`, { body: { password } });
  const remove = (handle = 'maria') => app.call('DELETE', `/v1/admin/users/${handle}/password`);
  const credentials = async (handle: string) => (await app.call('GET', `/v1/admin/users/${handle}/credentials`)).json;
  const signIn = async (password: string, handle = 'maria') =>
    (await app.accounts.signIn({ user_handle: handle, password })).status;

  it('are there or not, and never told', async () => {
    await app.database.write((tx) => tx.run("INSERT INTO user (handle) VALUES ('ivo')"));
    expect(await credentials('maria')).toEqual({ user_handle: 'maria', has_password: true });
    expect(await credentials('ivo')).toEqual({ user_handle: 'ivo', has_password: false });
  });

  it('can be given to a user who had none', async () => {
    await app.database.write((tx) => tx.run("INSERT INTO user (handle) VALUES ('ivo')"));
    const answer = await set('first', 'ivo');
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect([await signIn('first', 'ivo'), await signIn('other', 'ivo')]).toEqual([201, 401]);
  });

  it('can be changed: the old one no longer opens a session', async () => {
    expect((await set('another')).status).toBe(204);
    expect([await signIn(PASSWORD), await signIn('another')]).toEqual([401, 201]);
    const { hash } = (await app.database.reads.get<{ hash: string }>(
      'SELECT hash FROM user_password_credentials WHERE user_id = ?',
      [app.mariaId],
    )) ?? { hash: '' };
    expect(hash).toMatch(/^\$argon2id\$/);
  });

  it('can be removed, also when there is none', async () => {
    expect([(await remove()).status, (await remove()).status]).toEqual([204, 204]);
    expect(await credentials('maria')).toEqual({ user_handle: 'maria', has_password: false });
    expect(await signIn(PASSWORD)).toBe(401);
  });

  it.each([
    ['changed', () => set('another')],
    ['removed', () => remove()],
  ])('end every session of the user when they are %s, and close the connections', async (_what, change) => {
    const second = await app.accounts.session(app.mariaId);
    const clients = await Promise.all([app.connect(app.maria), app.connect(second)]);
    const other = await app.connect(app.ada);
    await change();
    expect(await Promise.all(clients.map(({ closed }) => closed))).toEqual([1000, 1000]);
    expect(await Promise.all([app.maria, second, app.ada].map(app.isAlive))).toEqual([false, false, true]);
    expect(app.signals).toEqual([['session.revoked', { user_id: app.mariaId }]]);
    expect(other.socket.readyState).toBe(other.socket.OPEN);
  });

  it('may be the own one', async () => {
    expect((await set('another', 'ada')).status).toBe(204);
    expect(await app.isAlive(app.ada)).toBe(false);
  });

  it.each(['p', ' ', 'p'.repeat(1024), '🎵'.repeat(1024), 'é\u0000ü'])('may be %j', async (password) => {
    expect((await set(password)).status).toBe(204);
    expect(await signIn(password)).toBe(201);
  });

  it.each(['', 'p'.repeat(1025), '🎵'.repeat(1025)])('may not be %j, also of a user nobody is', async (password) => {
    expect(refusalOf(await set(password))).toEqual([400, 'INVALID_VALUE']);
    expect(refusalOf(await set(password, 'nobody'))).toEqual([400, 'INVALID_VALUE']);
    expect([await signIn(PASSWORD), await app.isAlive(app.maria)]).toEqual([201, true]);
  });

  it('are repeated in no refusal', async () => {
    for (const password of [['hunter2'], { a: 'hunter2' }, 'hunter2'.repeat(500)]) {
      const answer = await set(password);
      expect([answer.status >= 400, answer.text.includes('hunter2')]).toEqual([true, false]);
    }
  });
});
