import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type PermissionName, PERMISSIONS } from '@pezzottify/permissions';
import { eventually } from '@pezzottify/testing';
import { type Administration, refusalOf, startAdministration } from '../../accounts/test-app/start-administration.js';

const REGULAR = ['AccessCatalog', 'LikeContent', 'OwnPlaylists'];

describe('grants', () => {
  let app: Administration;
  beforeEach(async () => {
    app = await startAdministration();
  });
  afterEach(() => app.close());

  const grant = (body: object, handle = 'maria') => app.call('POST', `/v1/admin/users/${handle}/permissions`, { body });
  const granted = async (body: object) => ((await grant(body)).json as { permission_id: number }).permission_id;
  const revoke = (id: number | string) => app.call('DELETE', `/v1/admin/permissions/${id}`);
  const get = async (what: string, token = app.ada) =>
    (await app.call('GET', `/v1/admin/users/maria/${what}`, { token })).json;
  const grants = async (token?: string) => ((await get('grants', token)) as { grants: object[] }).grants;
  const permissions = async (token?: string) =>
    ((await get('permissions', token)) as { permissions: string[] }).permissions;

  it('are answered with their id, and listed with what they say', async () => {
    const answer = await grant({ permission: 'EditCatalog' });
    expect([answer.status, answer.json]).toEqual([201, { permission_id: 1 }]);
    await grant({ permission: 'EditCatalog', duration_seconds: 60, countdown: 4 });
    await grant({ permission: 'ServerAdmin', duration_seconds: null, countdown: null });
    const now = app.clock.seconds();
    const always = { start_time: now, end_time: null, countdown: null, active: true };
    expect(await get('grants')).toEqual({
      user_handle: 'maria',
      grants: [
        { permission_id: 1, permission: 'EditCatalog', ...always },
        { permission_id: 2, permission: 'EditCatalog', ...always, end_time: now + 60, countdown: 4 },
        { permission_id: 3, permission: 'ServerAdmin', ...always },
      ],
    });
    expect(await get('permissions')).toEqual({
      user_handle: 'maria',
      permissions: [...REGULAR, 'EditCatalog', 'ServerAdmin'],
    });
  });

  it.each(PERMISSIONS.map(({ name }) => name))('can be of %s', async (permission: PermissionName) => {
    expect((await grant({ permission })).status).toBe(201);
    expect(await permissions()).toContain(permission);
  });

  it('are no longer active once their time is over, and still listed', async () => {
    await grant({ permission: 'EditCatalog', duration_seconds: 60 });
    app.clock.advance(59);
    expect(await permissions()).toContain('EditCatalog');
    app.clock.advance(1);
    expect([await permissions(), await grants()]).toEqual([REGULAR, [expect.objectContaining({ active: false })]]);
  });

  it('are used up by as many requests as they say, and then told to be over', async () => {
    const { events } = await app.connect(app.maria);
    await grant({ permission: 'ManagePermissions', countdown: 2 });
    const status = async () => (await app.call('GET', '/v1/admin/users', { token: app.maria })).status;
    expect([await status(), await status(), await status()]).toEqual([200, 200, 403]);
    expect(await grants()).toEqual([expect.objectContaining({ countdown: 0, active: false })]);
    await eventually(() =>
      expect(events()).toEqual([
        ['permission_granted', { permission: 'ManagePermissions' }],
        ['permission_revoked', { permission: 'ManagePermissions' }],
      ]),
    );
  });

  it('keep their id: one that was taken back is not found again under that of the next', async () => {
    const id = await granted({ permission: 'EditCatalog' });
    await revoke(id);
    const next = await granted({ permission: 'ServerAdmin' });
    expect(next).toBe(id + 1);
    expect((await revoke(id)).status).toBe(404);
    expect(await grants()).toEqual([expect.objectContaining({ permission_id: next })]);
  });

  it('are taken back: the devices hear of it, and other services ask again', async () => {
    const { events } = await app.connect(app.maria);
    const id = await granted({ permission: 'EditCatalog' });
    const answer = await revoke(id);
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect([await grants(), await permissions()]).toEqual([[], REGULAR]);
    expect(app.signals).toEqual([['session.revoked', { user_id: app.mariaId }]]);
    await eventually(() =>
      expect(events()).toEqual([
        ['permission_granted', { permission: 'EditCatalog' }],
        ['permission_revoked', { permission: 'EditCatalog' }],
      ]),
    );
    expect(refusalOf(await revoke(id))).toEqual([404, 'NOT_FOUND']);
  });

  it('are taken back one by one: only the loss of the permission is news', async () => {
    const first = await granted({ permission: 'EditCatalog' });
    const second = await granted({ permission: 'EditCatalog', countdown: 3 });
    const ofRole = await granted({ permission: 'LikeContent' });
    for (const id of [first, ofRole]) await revoke(id);
    expect(await app.count("user_events WHERE event_type = 'permission_revoked'")).toBe(0);
    await revoke(second);
    expect(await app.count("user_events WHERE event_type = 'permission_revoked'")).toBe(1);
  });

  it('are shown to an Android session only as far as its app knows their names', async () => {
    await app.accounts.grant(app.mariaId, 'ManagePermissions', {});
    for (const permission of ['IssueContentDownload', 'RequestContent', 'DownloadManagerAdmin']) {
      await grant({ permission });
    }
    const token = await app.accounts.session(app.mariaId, { deviceType: 'android' });
    expect(await permissions(token)).toEqual([...REGULAR, 'ManagePermissions', 'RequestContent']);
    expect(await grants(token)).toMatchObject([{ permission: 'ManagePermissions' }, { permission: 'RequestContent' }]);
    expect(await grants()).toHaveLength(4);
  });

  it.each(['Boss', 'editcatalog', '', ' EditCatalog', '4', 'x'.repeat(5000)])(
    'cannot be of %j, which is said before the user is looked for',
    async (permission) => {
      for (const handle of ['maria', 'nobody']) {
        expect(refusalOf(await grant({ permission, countdown: 0 }, handle))).toEqual([400, 'UNKNOWN_PERMISSION']);
      }
      expect(await grants()).toEqual([]);
    },
  );

  it.each([
    { duration_seconds: 0 },
    { duration_seconds: -1 },
    { duration_seconds: 1e300 },
    { countdown: 0 },
    { countdown: -5 },
    { countdown: 1e300 },
  ])('cannot have %j, also of a user nobody is', async (limits) => {
    for (const handle of ['maria', 'nobody']) {
      expect(refusalOf(await grant({ permission: 'EditCatalog', ...limits }, handle))).toEqual([400, 'INVALID_VALUE']);
    }
    expect(await grants()).toEqual([]);
  });

  it.each([{ duration_seconds: '60' }, { duration_seconds: 1.5 }, { countdown: true }, { countdown: [1] }])(
    'are not understood with %j',
    async (limits) => {
      expect(refusalOf(await grant({ permission: 'EditCatalog', ...limits }))).toEqual([422, 'INVALID_BODY']);
    },
  );

  it.each([
    ['x', 400, 'INVALID_PARAMETER'],
    ['1.5', 400, 'INVALID_PARAMETER'],
    ['1e3', 400, 'INVALID_PARAMETER'],
    ['%20', 400, 'INVALID_PARAMETER'],
    ['99', 404, 'NOT_FOUND'],
    ['0', 404, 'NOT_FOUND'],
    ['-1', 404, 'NOT_FOUND'],
  ])('have no id %s', async (id, status, code) => {
    expect(refusalOf(await revoke(id))).toEqual([status, code]);
  });
});
