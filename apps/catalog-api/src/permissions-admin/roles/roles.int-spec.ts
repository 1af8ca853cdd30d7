import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@pezzottify/testing';
import { type Administration, refusalOf, startAdministration } from '../../accounts/test-app/start-administration.js';

const ROLES = '/v1/admin/users/maria/roles';
const REGULAR = ['AccessCatalog', 'LikeContent', 'OwnPlaylists'];

describe('roles', () => {
  let app: Administration;
  beforeEach(async () => {
    app = await startAdministration();
  });
  afterEach(() => app.close());

  const add = (role: string, path = ROLES) => app.call('POST', path, { body: { role } });
  const remove = (role: string, path = ROLES) => app.call('DELETE', `${path}/${encodeURIComponent(role)}`);
  const list = async () => (await app.call('GET', ROLES)).json;
  const held = (...roles: string[]) => ({ user_handle: 'maria', roles });

  it('are given in any case, and listed in the same order whatever came first', async () => {
    expect(await list()).toEqual(held('Regular'));
    const answer = await add('aDMIN');
    expect([answer.status, answer.text, answer.headers.get('content-length')]).toEqual([201, '', '0']);
    expect(await list()).toEqual(held('Admin', 'Regular'));
  });

  it('are taken away in any case', async () => {
    const answer = await remove('REGULAR');
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect(await list()).toEqual(held());
  });

  it('tell every device of the user what is left, and other services that they must ask again', async () => {
    const { events } = await app.connect(app.maria);
    await add('Admin');
    await remove('Admin');
    await remove('Regular');
    await eventually(() => expect(events()).toHaveLength(3));
    expect(events()).toEqual([
      [
        'permissions_reset',
        { permissions: expect.arrayContaining([...REGULAR, 'EditCatalog', 'DownloadManagerAdmin']) },
      ],
      ['permissions_reset', { permissions: REGULAR }],
      ['permissions_reset', { permissions: [] }],
    ]);
    const revoked = ['session.revoked', { user_id: app.mariaId }];
    expect([app.signals, await app.isAlive(app.maria)]).toEqual([[revoked, revoked], true]);
  });

  it('tell an Android device only what its app knows', async () => {
    const { events } = await app.connect(await app.accounts.session(app.mariaId, { deviceType: 'android' }));
    await add('Admin');
    const known = [...REGULAR, 'EditCatalog', 'ManagePermissions', 'ServerAdmin', 'ViewAnalytics', 'RequestContent'];
    await eventually(() => expect(events()).toEqual([['permissions_reset', { permissions: known }]]));
  });

  it('tell nothing when nothing changes', async () => {
    expect([(await add('Regular')).status, (await remove('Admin')).status]).toEqual([201, 200]);
    expect([await app.count('user_events'), app.signals, await list()]).toEqual([0, [], held('Regular')]);
  });

  it('count at the next request', async () => {
    const status = async () => (await app.call('GET', '/v1/admin/users', { token: app.maria })).status;
    expect(await status()).toBe(403);
    await add('Admin');
    expect(await status()).toBe(200);
    await remove('Admin');
    expect(await status()).toBe(403);
  });

  it.each(['Boss', ' Admin', 'Admin,Regular', 'x'.repeat(200)])(
    'include no %j, which is said before the user is looked for',
    async (role) => {
      for (const path of [ROLES, ROLES.replace('maria', 'nobody')]) {
        expect(refusalOf(await add(role, path))).toEqual([400, 'UNKNOWN_ROLE']);
        expect(refusalOf(await remove(role, path))).toEqual([400, 'UNKNOWN_ROLE']);
      }
      expect(await list()).toEqual(held('Regular'));
    },
  );

  it('are named when an unknown one is refused', async () => {
    const error = 'role "Boss" is unknown; allowed: Admin, Regular';
    expect((await add('Boss')).json).toEqual({ error, code: 'UNKNOWN_ROLE' });
  });
});
