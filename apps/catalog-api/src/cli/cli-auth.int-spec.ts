import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Database } from '@pezzottify/persistence';
import { openDatabase, temporaryDirectory } from '@pezzottify/testing';
import { userDatabase } from '../storage/user/user-database.js';
import { AccountCommands } from './account-commands.js';
import { findUserDatabase } from './find-database.js';
import { RefusalError } from './refusal.error.js';

describe('the commands of cli-auth', () => {
  let database: Database;
  let commands: AccountCommands;

  beforeEach(async () => {
    database = await openDatabase(userDatabase, { exclusive: false });
    commands = new AccountCommands(database);
    await commands.addUser('maria');
  });

  const rows = <Row>(sql: string) => database.reads.all<Row>(sql);
  const events = async () =>
    (
      await rows<{ type: string; payload: string }>('SELECT event_type AS type, payload FROM user_events ORDER BY seq')
    ).map(({ type, payload }) => [type, JSON.parse(payload) as unknown]);
  const hashes = async () =>
    (await rows<{ hash: string }>('SELECT hash FROM user_password_credentials')).map(({ hash }) => hash);
  const refused = async (work: Promise<string>, message: string) => {
    await expect(work).rejects.toThrow(new RefusalError(message));
    await expect(work).rejects.toBeInstanceOf(RefusalError);
  };
  /** Two sessions of maria on one device. */
  const signIn = () =>
    database.write(async (tx) => {
      await tx.run("INSERT INTO device (id, device_uuid, user_id, device_type) VALUES (5, 'device-0001', 1, 'web')");
      for (const hash of ['h1', 'h2']) {
        await tx.run('INSERT INTO auth_token (user_id, token_hash, device_id) VALUES (1, ?, 5)', [hash]);
      }
    });
  const sessions = () => rows('SELECT token_hash FROM auth_token');

  describe('add-user', () => {
    it('adds a user without role or password, as it is typed, and raises OnUserCreated', async () => {
      expect(await commands.addUser(' Ivo ')).toBe('user " Ivo " added, id 2');
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
      await refused(commands.addUser('maria'), 'user "maria" exists already');
      expect(await rows('SELECT * FROM outbox')).toEqual(before);
      expect(await commands.addUser('Maria')).toContain('added');
    });

    it.each(['', '   ', 'x'.repeat(101)])('refuses the handle "%s"', async (handle) => {
      await refused(commands.addUser(handle), 'a handle has 1 to 100 characters and is not blank');
    });
  });

  describe('delete-user', () => {
    it('deletes everything of the user but the devices, which lose their owner', async () => {
      await commands.addLogin('maria', 'secret');
      await commands.addRole('maria', 'regular');
      await signIn();
      expect(await commands.deleteUser('maria')).toBe('user "maria" deleted');
      for (const table of ['user', 'auth_token', 'user_role', 'user_events', 'user_password_credentials']) {
        expect(await rows(`SELECT * FROM ${table}`)).toEqual([]);
      }
      expect(await rows('SELECT id, user_id FROM device')).toEqual([{ id: 5, user_id: null }]);
    });
  });

  describe('a login', () => {
    it('is added once, hashed with Argon2id, and checked', async () => {
      await commands.addLogin('maria', 'secret');
      expect(await hashes()).toEqual([expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)]);
      expect(await commands.checkPassword('maria', 'secret')).toBe('the password is right');
      await refused(commands.checkPassword('maria', 'Secret'), 'the password is wrong');
      await refused(
        commands.addLogin('maria', 'other'),
        'user "maria" has a password already; change it with update-login',
      );
      expect(await commands.checkPassword('maria', 'secret')).toBe('the password is right');
    });

    it('is changed, which ends all sessions', async () => {
      await commands.addLogin('maria', 'secret');
      await signIn();
      expect(await commands.updateLogin('maria', 'other')).toBe('password of "maria" changed, 2 session(s) ended');
      expect(await sessions()).toEqual([]);
      expect(await commands.checkPassword('maria', 'other')).toBe('the password is right');
    });

    it('is removed, which ends all sessions, also of a user who has none', async () => {
      await commands.addLogin('maria', 'secret');
      await signIn();
      await commands.deleteLogin('maria');
      expect([await sessions(), await hashes()]).toEqual([[], []]);
      expect(await commands.deleteLogin('maria')).toBe('user "maria" cannot sign in any more');
    });

    it('is neither changed nor checked where there is none', async () => {
      await refused(commands.updateLogin('maria', 'other'), 'user "maria" has no password');
      await refused(commands.checkPassword('maria', 'other'), 'user "maria" has no password');
    });

    it('of 1 to 1024 characters only', async () => {
      for (const password of ['', 'x'.repeat(1025)]) {
        await expect(commands.addLogin('maria', password)).rejects.toThrow('a password has 1 to 1024 characters');
      }
      await commands.addLogin('maria', 'x'.repeat(1024));
      await expect(commands.updateLogin('maria', '')).rejects.toThrow('a password has 1 to 1024 characters');
    });
  });

  describe('a role', () => {
    it('is added in any case, and its user told what it may do now', async () => {
      expect(await commands.addRole('maria', 'REGULAR')).toBe('user "maria" now has the role Regular');
      expect(await rows('SELECT role FROM user_role')).toEqual([{ role: 'Regular' }]);
      const permissions = ['AccessCatalog', 'LikeContent', 'OwnPlaylists'];
      expect(await events()).toEqual([['permissions_reset', { permissions }]]);
      expect(await commands.removeRole('maria', 'regular')).toBe('user "maria" no longer has the role Regular');
      expect((await events())[1]).toEqual(['permissions_reset', { permissions: [] }]);
    });

    it('tells nothing when nothing changes', async () => {
      expect(await commands.removeRole('maria', 'Admin')).toBe('user "maria" does not have the role Admin');
      await commands.addRole('maria', 'Admin');
      expect(await commands.addRole('maria', 'Admin')).toBe('user "maria" already has the role Admin');
      expect(await events()).toHaveLength(1);
    });

    it('is refused when it is unknown', async () => {
      for (const work of [commands.addRole('maria', 'Boss'), commands.removeRole('maria', 'Boss')]) {
        await refused(work, 'role "Boss" is unknown; allowed: Admin, Regular');
      }
    });
  });

  it.each<[string, (one: AccountCommands) => Promise<string>]>([
    ['delete-user', (one) => one.deleteUser('nobody')],
    ['add-login', (one) => one.addLogin('nobody', 'secret')],
    ['update-login', (one) => one.updateLogin('nobody', 'secret')],
    ['delete-login', (one) => one.deleteLogin('nobody')],
    ['check-password', (one) => one.checkPassword('nobody', 'secret')],
    ['add-role', (one) => one.addRole('nobody', 'Admin')],
    ['remove-role', (one) => one.removeRole('nobody', 'Admin')],
  ])('%s refuses an unknown user', async (_name, command) => {
    await refused(command(commands), 'user "nobody" is unknown');
  });

  it('list the users with their number, and the roles with their permissions', async () => {
    await commands.addUser('ada');
    expect(await commands.userHandles()).toBe('1. maria\n2. ada\n2 user(s)');
    expect(commands.listRoles()).toContain('Regular: AccessCatalog, LikeContent, OwnPlaylists');
  });

  it('work beside a service that holds the same database', async () => {
    const directory = await temporaryDirectory();
    await openDatabase(userDatabase, { directory });
    const beside = new AccountCommands(
      await openDatabase(userDatabase, { directory, exclusive: false, owner: 'cli-auth' }),
    );
    expect(await beside.addUser('maria')).toBe('user "maria" added, id 1');
  });
});

describe('the database of cli-auth', () => {
  it('is the file named, else the folder named, else that of the configuration, else one near by', async () => {
    const workingFolder = await temporaryDirectory();
    const config = join(workingFolder, 'config.toml');
    await writeFile(config, 'db_dir = "data"\nnonsense = 3\n');
    const find = (given: { file?: string; dbDir?: string; config?: string }, from = workingFolder) =>
      findUserDatabase({ ...given, workingFolder: from });
    expect(find({ file: 'my.db', dbDir: 'db', config })).toBe(join(workingFolder, 'my.db'));
    expect(find({ dbDir: 'db', config })).toBe(join(workingFolder, 'db', 'user.db'));
    expect(find({ config: 'config.toml' })).toBe(join(workingFolder, 'data', 'user.db'));
    const below = join(workingFolder, 'below');
    await mkdir(below);
    expect(() => find({}, below)).toThrow(RefusalError);
    await writeFile(join(workingFolder, 'user.db'), '');
    expect(find({}, below)).toBe(join(workingFolder, 'user.db'));
    expect(find({})).toBe(join(workingFolder, 'user.db'));
  });

  it('is refused when the configuration does not name its folder', async () => {
    const config = join(await temporaryDirectory(), 'config.toml');
    const find = () => findUserDatabase({ config, workingFolder: '/' });
    expect(find).toThrow(RefusalError);
    await writeFile(config, 'port = 3001\n');
    expect(find).toThrow('db_dir is missing');
    await writeFile(config, 'db_dir = = 3\n');
    expect(find).toThrow(RefusalError);
  });
});
