import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@pezzottify/testing';
import { type Administration, startAdministration } from '../../accounts/test-app/start-administration.js';

describe('GET /v1/admin/online-users', () => {
  let app: Administration;
  beforeEach(async () => {
    app = await startAdministration();
  });
  afterEach(() => app.close());

  const online = async () => (await app.call('GET', '/v1/admin/online-users')).json;
  const arrive = async (handle: string) => app.connect(await app.accounts.session(await app.accounts.add(handle)));

  it('counts users with an open connection, each once, and forgets them when the last one is closed', async () => {
    expect(await online()).toEqual({ count: 0, handles: [] });
    const [phone, browser] = [await app.connect(app.maria), await app.connect(app.maria)];
    expect(await online()).toEqual({ count: 1, handles: ['maria'] });
    phone.socket.close();
    await phone.closed;
    expect(await online()).toEqual({ count: 1, handles: ['maria'] });
    browser.socket.close();
    await browser.closed;
    await eventually(async () => expect(await online()).toEqual({ count: 0, handles: [] }));
  });

  it('names three of them at the most, by alphabet', async () => {
    for (const handle of ['zoe', 'Boris', 'anna', 'ivo']) await arrive(handle);
    expect(await online()).toEqual({ count: 4, handles: ['anna', 'Boris', 'ivo'] });
  });

  it('no longer counts a user who was deleted', async () => {
    const { closed } = await arrive('ivo');
    await app.call('DELETE', '/v1/admin/users/ivo');
    expect(await online()).toEqual({ count: 0, handles: [] });
    await closed;
  });
});
