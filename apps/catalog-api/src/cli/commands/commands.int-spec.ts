import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Database } from '@pezzottify/persistence';
import { FakeClock, openDatabase } from '@pezzottify/testing';
import { SyncEvents } from '../../live-sync/sync-events.js';
import { PermissionChanges } from '../../permissions-admin/permission-changes.js';
import { userDatabase } from '../../storage/user/user-database.js';
import { type Accounts } from '../accounts.js';
import { type Answer } from '../output/answer.js';
import { PLAIN } from '../output/style.js';
import { RefusalError } from '../refusal.error.js';
import { grant, grants, revoke } from './grants.js';
import { listRoles } from './list-roles.js';
import { addLogin, checkPassword, deleteLogin, updateLogin } from './logins.js';
import { addRole, removeRole } from './roles.js';
import { show } from './show.js';
import { userHandles } from './user-handles.js';
import { addUser, deleteUser } from './users.js';

const NO_LIMITS = { durationSeconds: null, countdown: null };
const is = (password: string) => () => Promise.resolve(password);
const unasked = () => Promise.reject(new Error('nobody should have been asked'));
const text = async (answer: Promise<Answer>) => (await answer).text(PLAIN);

/** Real SQLite, a clock that stands still. */
describe('the commands of cli-auth', () => {
  let database: Database;
  let one: Accounts;
  let clock: FakeClock;

  beforeEach(async () => {
    database = await openDatabase(userDatabase, { exclusive: false });
    clock = new FakeClock();
    const changes = new PermissionChanges(new SyncEvents(clock, { push: () => undefined }), clock);
    one = { database, changes, clock };
    await addUser(one, 'maria');
  });

  const rows = <Row>(sql: string) => database.reads.all<Row>(sql);
  const events = async () =>
    (
      await rows<{ type: string; payload: string; at: number }>(
        'SELECT event_type AS type, payload, server_timestamp AS at FROM user_events ORDER BY user_id, seq',
      )
    ).map(({ type, payload, at }) => {
      expect(at).toBe(clock.seconds());
      return [type, JSON.parse(payload) as unknown];
    });
  const hashes = async () =>
    (await rows<{ hash: string }>('SELECT hash FROM user_password_credentials')).map(({ hash }) => hash);
  const refused = async (work: Promise<Answer>, code: string, message: string) => {
    await expect(work).rejects.toThrow(new RefusalError(code, message));
    await expect(work).rejects.toMatchObject({ name: 'RefusalError', code });
  };
  /** Two sessions of maria on one device. */
  const signIn = () =>
    database.write(async (tx) => {
      await tx.run(
        "INSERT INTO device (id, device_uuid, user_id, device_type, device_name, last_seen) VALUES (5, 'device-01', 1, 'web', 'Firefox', 1700000000)",
      );
      for (const hash of ['aaaaaaaa1111', 'bbbbbbbb2222']) {
        const sql = 'INSERT INTO auth_token (user_id, token_hash, device_id, last_used) VALUES (1, ?, 5, 1700000000)';
        await tx.run(sql, [hash]);
      }
    });
  const sessions = () => rows('SELECT token_hash FROM auth_token');

  describe('add-user', () => {
    it('adds a user without role or password, as it is typed, and raises OnUserCreated', async () => {
      const answer = await addUser(one, ' Ivo ');
      expect([answer.text(PLAIN), answer.json]).toEqual([
        'user " Ivo " added, id 2',
        { user_id: 2, user_handle: ' Ivo ' },
      ]);
      expect(await rows('SELECT id, handle FROM user ORDER BY id')).toEqual([
        { id: 1, handle: 'maria' },
        { id: 2, handle: ' Ivo ' },
      ]);
      expect([await rows('SELECT * FROM user_role'), await hashes()]).toEqual([[], []]);
      const outbox = JSON.stringify(await rows('SELECT * FROM outbox'));
      expect(outbox).toContain('hook.OnUserCreated');
      expect(outbox).toContain(' Ivo ');
    });

    it('refuses a handle that exists, and raises nothing', async () => {
      const before = await rows('SELECT * FROM outbox');
      await refused(addUser(one, 'maria'), 'ALREADY_EXISTS', 'user "maria" exists already');
      expect(await rows('SELECT * FROM outbox')).toEqual(before);
      expect(await text(addUser(one, 'Maria'))).toContain('added');
    });

    it.each(['', '   ', 'x'.repeat(101)])('refuses the handle "%s"', async (handle) => {
      await refused(addUser(one, handle), 'INVALID_VALUE', 'a handle has 1 to 100 characters and is not blank');
    });
  });

  it('delete-user deletes everything of the user but the devices, which lose their owner', async () => {
    await addLogin(one, 'maria', is('secret'));
    await addRole(one, 'maria', 'regular');
    await grant(one, { handle: 'maria', permission: 'EditCatalog' }, NO_LIMITS);
    await signIn();
    expect(await text(deleteUser(one, 'maria'))).toBe('user "maria" deleted');
    const tables = ['user', 'auth_token', 'user_role', 'user_events', 'user_password_credentials'];
    for (const table of [...tables, 'user_extra_permission']) expect(await rows(`SELECT * FROM ${table}`)).toEqual([]);
    expect(await rows('SELECT id, user_id FROM device')).toEqual([{ id: 5, user_id: null }]);
  });

  describe('a login', () => {
    it('is added once, hashed with Argon2id, and checked', async () => {
      await addLogin(one, 'maria', is('secret'));
      expect(await hashes()).toEqual([expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)]);
      expect(await text(checkPassword(one, 'maria', is('secret')))).toBe('the password is right');
      await refused(checkPassword(one, 'maria', is('Secret')), 'WRONG_PASSWORD', 'the password is wrong');
      const again = addLogin(one, 'maria', unasked);
      await refused(again, 'HAS_PASSWORD', 'user "maria" has a password already; change it with update-login');
      expect(await text(checkPassword(one, 'maria', is('secret')))).toBe('the password is right');
    });

    it('is not added over one that another process added meanwhile', async () => {
      const slow = addLogin(one, 'maria', async () => {
        await addLogin(one, 'maria', is('first'));
        return 'second';
      });
      await expect(slow).rejects.toMatchObject({ code: 'HAS_PASSWORD' });
      expect(await text(checkPassword(one, 'maria', is('first')))).toBe('the password is right');
    });

    it('is changed, which ends all sessions', async () => {
      await addLogin(one, 'maria', is('secret'));
      await signIn();
      const answer = await updateLogin(one, 'maria', is('other'));
      expect(answer.text(PLAIN)).toBe('password of "maria" changed, 2 session(s) ended');
      expect(answer.json).toEqual({ user_handle: 'maria', has_password: true, ended_sessions: 2 });
      expect(await sessions()).toEqual([]);
      expect(await text(checkPassword(one, 'maria', is('other')))).toBe('the password is right');
    });

    it('is removed, which ends all sessions, also of a user who has none', async () => {
      await addLogin(one, 'maria', is('secret'));
      await signIn();
      expect(await text(deleteLogin(one, 'maria'))).toBe('user "maria" cannot sign in any more, 2 session(s) ended');
      expect([await sessions(), await hashes()]).toEqual([[], []]);
      expect(await text(deleteLogin(one, 'maria'))).toContain('cannot sign in any more');
    });

    it('is neither changed nor checked where there is none, and nobody is asked for a password', async () => {
      for (const command of [updateLogin, checkPassword]) {
        await refused(
          command(one, 'maria', unasked),
          'NO_PASSWORD',
          'user "maria" has no password; add-login gives one',
        );
      }
    });

    it('has 1 to 1024 characters', async () => {
      for (const password of ['', 'x'.repeat(1025)]) {
        await refused(addLogin(one, 'maria', is(password)), 'INVALID_VALUE', 'a password has 1 to 1024 characters');
      }
      await addLogin(one, 'maria', is('x'.repeat(1024)));
      await expect(updateLogin(one, 'maria', is(''))).rejects.toThrow('a password has 1 to 1024 characters');
    });
  });

  describe('a role', () => {
    it('is added in any case, and its user told what it may do now', async () => {
      expect(await text(addRole(one, 'maria', 'REGULAR'))).toBe('user "maria" now has the role Regular');
      expect(await rows('SELECT role FROM user_role')).toEqual([{ role: 'Regular' }]);
      const permissions = ['AccessCatalog', 'LikeContent', 'OwnPlaylists'];
      expect(await events()).toEqual([['permissions_reset', { permissions }]]);
      const removal = await removeRole(one, 'maria', 'regular');
      expect(removal.text(PLAIN)).toBe('user "maria" no longer has the role Regular');
      expect(removal.json).toEqual({ user_handle: 'maria', roles: [], changed: true });
      expect((await events())[1]).toEqual(['permissions_reset', { permissions: [] }]);
    });

    it('tells nothing when nothing changes', async () => {
      expect(await text(removeRole(one, 'maria', 'Admin'))).toBe('user "maria" does not have the role Admin');
      await addRole(one, 'maria', 'Admin');
      const again = await addRole(one, 'maria', 'Admin');
      expect(again.text(PLAIN)).toBe('user "maria" already has the role Admin');
      expect(again.json).toEqual({ user_handle: 'maria', roles: ['Admin'], changed: false });
      expect(await events()).toHaveLength(1);
    });

    it('is refused when it is unknown, before its user is', async () => {
      for (const change of [addRole, removeRole]) {
        const message = 'role "Boss" is unknown; allowed: Admin, Regular';
        await refused(change(one, 'nobody', 'Boss'), 'UNKNOWN_ROLE', message);
      }
    });

    it('is not changed when its event cannot be stored', async () => {
      await database.write((tx) => tx.run('ALTER TABLE user_events RENAME TO gone'));
      await expect(addRole(one, 'maria', 'Admin')).rejects.toThrow('user_events');
      expect(await rows('SELECT * FROM user_role')).toEqual([]);
    });
  });

  describe('a grant', () => {
    const give = (permission: string, durationSeconds: number | null = null, countdown: number | null = null) =>
      grant(one, { handle: 'maria', permission }, { durationSeconds, countdown });

    it('is given with or without an end, and its user told', async () => {
      expect(await text(give('EditCatalog'))).toBe('grant 1: "maria" has EditCatalog');
      const limited = await give('RequestContent', 3600, 4);
      expect(limited.text(PLAIN)).toBe(
        'grant 2: "maria" has RequestContent until 2025-06-15 16:06:40Z for 4 request(s)',
      );
      const end = clock.seconds() + 3600;
      expect(limited.json).toEqual({
        ...{ permission_id: 2, user_handle: 'maria', permission: 'RequestContent', end_time: end, countdown: 4 },
      });
      expect(await rows('SELECT permission, start_time, end_time, countdown FROM user_extra_permission')).toEqual([
        { permission: 4, start_time: clock.seconds(), end_time: null, countdown: null },
        { permission: 9, start_time: clock.seconds(), end_time: end, countdown: 4 },
      ]);
      expect(await events()).toEqual([
        ['permission_granted', { permission: 'EditCatalog' }],
        ['permission_granted', { permission: 'RequestContent' }],
      ]);
    });

    it('is listed with its end, what is left of it, and whether it counts', async () => {
      expect(await text(grants(one, 'maria'))).toBe('user "maria" has no grants');
      await give('EditCatalog');
      await give('RequestContent', 10, 1);
      clock.advance(10);
      const listed = await grants(one, 'maria');
      expect(listed.text(PLAIN).split('\n')).toEqual([
        'ID  PERMISSION      ENDS                  COUNTDOWN',
        '1   EditCatalog     never                 -          active',
        '2   RequestContent  2025-06-15 15:06:50Z  1          not active',
      ]);
      const start = clock.seconds() - 10;
      expect(listed.json).toEqual({
        user_handle: 'maria',
        grants: [
          {
            permission_id: 1,
            permission: 'EditCatalog',
            start_time: start,
            end_time: null,
            countdown: null,
            active: true,
          },
          {
            ...{ permission_id: 2, permission: 'RequestContent', start_time: start, end_time: start + 10 },
            ...{ countdown: 1, active: false },
          },
        ],
      });
    });

    it('is revoked, and its user told when nothing else confers the permission', async () => {
      for (const permission of ['LikeContent', 'EditCatalog', 'EditCatalog']) await give(permission);
      await addRole(one, 'maria', 'Regular');
      const told = async () => (await events()).slice(4);
      expect(await text(revoke(one, 1))).toBe('grant 1 revoked: LikeContent of "maria"');
      expect((await revoke(one, 2)).json).toEqual({
        ...{ permission_id: 2, user_handle: 'maria', permission: 'EditCatalog' },
      });
      expect(await told()).toEqual([]);
      await revoke(one, 3);
      expect(await told()).toEqual([['permission_revoked', { permission: 'EditCatalog' }]]);
      expect(await rows('SELECT id FROM user_extra_permission')).toEqual([]);
    });

    it('whose end was told before ends without a further word', async () => {
      await give('EditCatalog');
      await database.write((tx) => tx.run('UPDATE user_extra_permission SET ended_at = 1'));
      expect((await grants(one, 'maria')).json).toMatchObject({ grants: [{ active: false }] });
      await revoke(one, 1);
      expect((await events()).map(([type]) => type)).toEqual(['permission_granted']);
    });

    it('is refused when permission, user or grant are unknown', async () => {
      await expect(give('EditCatlog')).rejects.toMatchObject({
        code: 'UNKNOWN_PERMISSION',
        message: expect.stringMatching(
          /^permission "EditCatlog" is unknown; did you mean "EditCatalog"\? Allowed: AccessCatalog, .*DownloadManagerAdmin$/,
        ),
      });
      await expect(grant(one, { handle: 'nobody', permission: 'Boss' }, NO_LIMITS)).rejects.toMatchObject({
        code: 'UNKNOWN_PERMISSION',
      });
      await refused(revoke(one, 7), 'NOT_FOUND', 'grant 7 is unknown; "grants HANDLE" lists those of a user');
      expect(await events()).toEqual([]);
    });
  });

  it('show shows everything about a user', async () => {
    await addRole(one, 'maria', 'Regular');
    await addLogin(one, 'maria', is('secret'));
    await grant(one, { handle: 'maria', permission: 'ViewAnalytics' }, NO_LIMITS);
    await signIn();
    const shown = await show(one, 'maria');
    expect(shown.text(PLAIN).split('\n')).toEqual([
      'maria',
      '  id           1',
      '  password     yes',
      '  roles        Regular',
      '  permissions  AccessCatalog, LikeContent, OwnPlaylists, ViewAnalytics',
      '  grants',
      '    ID  PERMISSION     ENDS   COUNTDOWN',
      '    1   ViewAnalytics  never  -          active',
      '  devices',
      '    5  web  Firefox  -  last seen 2023-11-14 22:13:20Z',
      '  tokens',
      '    bbbbbbbb…  device 5  last used 2023-11-14 22:13:20Z',
      '    aaaaaaaa…  device 5  last used 2023-11-14 22:13:20Z',
    ]);
    expect(shown.json).toEqual({
      ...{ user_id: 1, user_handle: 'maria', has_password: true, roles: ['Regular'] },
      permissions: ['AccessCatalog', 'LikeContent', 'OwnPlaylists', 'ViewAnalytics'],
      grants: [expect.objectContaining({ permission_id: 1, permission: 'ViewAnalytics', active: true })],
      devices: [{ device_id: 5, device_type: 'web', device_name: 'Firefox', os_info: null, last_seen: 1_700_000_000 }],
      tokens: ['bbbbbbbb', 'aaaaaaaa'].map((hash_prefix) => ({ hash_prefix, device_id: 5, last_used: 1_700_000_000 })),
    });
  });

  it.each<[string, (one: Accounts) => Promise<Answer>]>([
    ['delete-user', (accounts) => deleteUser(accounts, 'nobody')],
    ['show', (accounts) => show(accounts, 'nobody')],
    ['add-login', (accounts) => addLogin(accounts, 'nobody', unasked)],
    ['update-login', (accounts) => updateLogin(accounts, 'nobody', unasked)],
    ['delete-login', (accounts) => deleteLogin(accounts, 'nobody')],
    ['check-password', (accounts) => checkPassword(accounts, 'nobody', unasked)],
    ['add-role', (accounts) => addRole(accounts, 'nobody', 'Admin')],
    ['remove-role', (accounts) => removeRole(accounts, 'nobody', 'Admin')],
    ['grant', (accounts) => grant(accounts, { handle: 'nobody', permission: 'EditCatalog' }, NO_LIMITS)],
    ['grants', (accounts) => grants(accounts, 'nobody')],
  ])('%s refuses an unknown user', async (_name, command) => {
    await refused(command(one), 'NOT_FOUND', 'user "nobody" is unknown');
  });

  it('list the users with their number, and the roles with their permissions', async () => {
    await addUser(one, 'ada\u001b[2J');
    const users = await userHandles(one);
    expect(users.text(PLAIN)).toBe('1. maria\n2. ada\\u001b[2J\n2 user(s)');
    expect(users.json).toEqual([
      { user_handle: 'maria', user_id: 1 },
      { user_handle: 'ada\u001b[2J', user_id: 2 },
    ]);
    expect(listRoles().text(PLAIN)).toContain('Regular: AccessCatalog, LikeContent, OwnPlaylists');
    expect(listRoles().json).toContainEqual({
      role: 'Regular',
      permissions: ['AccessCatalog', 'LikeContent', 'OwnPlaylists'],
    });
  });
});
