import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Database } from '@pezzottify/persistence';
import { openDatabase, silentLogger, temporaryDirectory } from '@pezzottify/testing';
import { userDatabase } from '../storage/user/user-database.js';
import { type BuiltCli, buildCli } from './test-app/build-cli.js';
import { runCli, type RunOptions } from './test-app/run-cli.js';

// Each command is a process that has to start.
jest.setTimeout(120_000);

let built: BuiltCli;
beforeAll(async () => {
  built = await buildCli();
});

/** The built program as a real process, on real files. */
describe('cli-auth', () => {
  let directory: string;
  let file: string;
  beforeEach(async () => {
    directory = await temporaryDirectory();
    file = join(directory, 'user.db');
  });

  const cli = (args: string, options: RunOptions = {}) => runCli(built.program, args.split(' '), options);
  const here = (args: string, options: RunOptions = {}) => cli(`--db-dir ${directory} ${args}`, options);
  const outputOf = async (args: string, options: RunOptions = {}) => {
    const { code, out, err } = await here(args, options);
    expect([code, err]).toEqual([0, '']);
    return out;
  };
  const exists = (path: string) =>
    stat(path).then(
      () => true,
      () => false,
    );

  it('creates a file that is named and is not there, and says so', async () => {
    const named = join(directory, 'accounts.sqlite');
    expect(await cli(`${named} add-user maria`)).toEqual({
      ...{ code: 0, out: 'user "maria" added, id 1\n' },
      err: `cli-auth: database created (${named})\n`,
    });
    expect(await cli(`${named} user-handles`)).toEqual({ code: 0, out: '1. maria\n1 user(s)\n', err: '' });
    await writeFile(join(directory, 'config.toml'), `db_dir = "${directory}"\n`);
    expect((await cli('--config config.toml user-handles', { cwd: directory })).out).toBe('0 user(s)\n');
    expect(await exists(file)).toBe(true);
  });

  it('does not create folders, and opens no folder', async () => {
    const gone = join(directory, 'gone');
    expect(await cli(`--db-dir ${gone} user-handles`)).toEqual({
      ...{ code: 1, out: '' },
      err: `cli-auth: the folder ${gone} does not exist; create it, or name another one\n`,
    });
    expect(await exists(gone)).toBe(false);
    expect(await cli(`${directory} user-handles`)).toMatchObject({
      ...{ code: 1, err: `cli-auth: ${directory} is a folder; name it by --db-dir\n` },
    });
  });

  it('says where the database is, and makes none for that', async () => {
    expect(await here('where')).toEqual({ code: 0, out: `${file}\n`, err: '' });
    expect(await here('where --json')).toMatchObject({ out: `${JSON.stringify({ path: file })}\n` });
    expect(await here('list-roles')).toMatchObject({ code: 0, out: expect.stringContaining('Regular: ') });
    expect(await exists(file)).toBe(false);
  });

  it('carries out each command', async () => {
    await here('add-user maria');
    const story: [string, string | RegExp, RunOptions?][] = [
      ['add-login maria first', 'user "maria" can sign in now\n'],
      [
        'update-login maria --stdin',
        'password of "maria" changed, 0 session(s) ended\n',
        { input: 'second\r\nthird\n' },
      ],
      ['check-password maria second', 'the password is right\n'],
      ['add-role maria regular', 'user "maria" now has the role Regular\n'],
      ['grant maria EditCatalog --countdown 2', 'grant 1: "maria" has EditCatalog for 2 request(s)\n'],
      ['grants maria', /EditCatalog +never +2 +active\n$/],
      ['show maria', /permissions +AccessCatalog, LikeContent, OwnPlaylists, EditCatalog\n/],
      ['revoke 1', 'grant 1 revoked: EditCatalog of "maria"\n'],
      ['remove-role maria Regular', 'user "maria" no longer has the role Regular\n'],
      ['delete-login maria', 'user "maria" cannot sign in any more, 0 session(s) ended\n'],
      ['delete-user maria', 'user "maria" deleted\n'],
      ['user-handles', '0 user(s)\n'],
      ['exit', ''],
      ['help revoke', /^Usage {2}revoke GRANT_ID\n/],
    ];
    for (const [args, expected, options] of story) {
      const out = await outputOf(args, options);
      if (typeof expected === 'string') expect(out).toBe(expected);
      else expect(out).toMatch(expected);
    }
  });

  it('takes values that begin with a dash behind --', async () => {
    await here('add-user -- -x');
    expect(await outputOf('add-login -- -x --stdin')).toContain('can sign in now');
    expect(await outputOf('check-password -- -x --stdin')).toContain('right');
    expect((await cli('--help')).out).toContain('A value that begins with a dash goes behind "--"');
  });

  it('answers in JSON: results on standard output, errors on standard error', async () => {
    const json = async (args: string, options?: RunOptions) => {
      const { code, out, err } = await here(`--json ${args}`, options);
      return { code, out: out && (JSON.parse(out) as unknown), err: err && (JSON.parse(err) as unknown) };
    };
    expect(await json('add-user maria')).toEqual({ code: 0, out: { user_id: 1, user_handle: 'maria' }, err: '' });
    expect(await json('add-user maria')).toEqual({
      ...{ code: 1, out: '', err: { error: 'user "maria" exists already', code: 'ALREADY_EXISTS' } },
    });
    expect(await json('user-handles')).toMatchObject({ out: [{ user_handle: 'maria', user_id: 1 }] });
    expect(await json('check-password maria x')).toMatchObject({ code: 1, err: { code: 'NO_PASSWORD' } });
    expect(await json('add-login maria --stdin')).toMatchObject({ code: 1, err: { code: 'NO_PASSWORD_GIVEN' } });
    expect(await json('shwo maria')).toMatchObject({ code: 2, err: { code: 'USAGE' } });
    expect(await json('help')).toMatchObject({ out: { help: expect.stringContaining('Usage') } });
  });

  it.each([
    ['no-such-command', 'x'],
    ['add-user'],
    ['add-user', 'a', 'b'],
    ['show', 'maria', '--frob'],
    ['add-login', 'maria'],
    ['grant', 'maria', 'EditCatalog', '--duration', 'x'],
  ])('ends with 2 for a command line it does not understand, before it touches anything: %s %s', async (...args) => {
    const run = await here(args.join(' '));
    expect([run.code, run.out, run.err.startsWith('cli-auth: ')]).toEqual([2, '', true]);
    expect(await exists(file)).toBe(false);
  });

  it('refuses files that are newer, damaged or of another program, says what to do, and leaves them untouched', async () => {
    const database = await openDatabase(userDatabase, { directory });
    await database.write((tx) => tx.run("INSERT INTO migrations (timestamp, name) VALUES (9, 'Later9999999999999')"));
    await database.close();
    const foreign = join(directory, 'notes.txt');
    await writeFile(foreign, 'my notes, nothing else\n'.repeat(100));
    const damaged = join(directory, 'damaged.db');
    const bytes = await readFile(file);
    await writeFile(damaged, bytes.fill(0xff, 4096, 8192));
    const cases: [string, string, string][] = [
      [file, 'DATABASE_NEWER', 'Start that version again'],
      [foreign, 'DATABASE_FOREIGN', 'Move the file away'],
      [damaged, 'DATABASE_CORRUPT', 'Put back a backup'],
    ];
    for (const [path, code, advice] of cases) {
      const before = await readFile(path);
      const run = await cli(`--json ${path} user-handles`);
      expect(run).toMatchObject({ code: 1, out: '' });
      expect(JSON.parse(run.err)).toEqual({ error: expect.stringContaining(advice), code });
      expect((await cli(path)).code).toBe(1);
      expect((await readFile(path)).equals(before)).toBe(true);
    }
  });

  describe('fed by a pipe', () => {
    it('takes a command per line, goes on after refusals, shows no prompt, and ends with 0', async () => {
      const lines = [
        'add-user "Anna Bell"',
        '',
        'add-usr x',
        'show nobody',
        "add-role 'Anna Bell' admin",
        'show "Anna',
        'user-handles --json',
        'delete-user Anna\\ Bell',
        'user-handles',
      ];
      const { code, out, err } = await here('--json', { input: '' });
      expect([code, out, err]).toEqual([0, '', '']);
      const run = await cli(file, { input: lines.join('\n') });
      expect(run.code).toBe(0);
      expect(run.out.split('\n')).toEqual([
        'user "Anna Bell" added, id 1',
        'user "Anna Bell" now has the role Admin',
        '[{"user_handle":"Anna Bell","user_id":1}]',
        'user "Anna Bell" deleted',
        '0 user(s)',
        '',
      ]);
      expect(run.err.split('\n')).toEqual([
        'cli-auth: the command "add-usr" is unknown; did you mean "add-user"?',
        'cli-auth: user "nobody" is unknown',
        'cli-auth: a quote (") is not closed',
        '',
      ]);
    });

    it('ends at exit, and takes a password from the next line only when it is told to', async () => {
      const input =
        'add-user maria\r\nadd-login maria\r\nadd-login maria --stdin\r\ns3 cret\r\ncheck-password maria "s3 cret"\r\nexit\r\nadd-user late\r\n';
      const run = await here('--json', { input });
      expect(run.code).toBe(0);
      expect(
        run.out
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as unknown),
      ).toEqual([
        { user_id: 1, user_handle: 'maria' },
        { user_handle: 'maria', has_password: true },
        { user_handle: 'maria', is_right: true },
      ]);
      expect(JSON.parse(run.err)).toMatchObject({ code: 'USAGE' });
      expect(await outputOf('user-handles')).toBe('1. maria\n1 user(s)\n');
    });
  });

  it('works beside the service that owns the database, and the service sees what it did', async () => {
    const owner = await openDatabase(userDatabase, { directory });
    const many = Array.from({ length: 20 }, (_, index) => `add-user user${index}`).join('\n');
    const busy = (async () => {
      for (let round = 0; round < 200; round += 1) {
        await owner.write((tx) => tx.run('INSERT INTO user (handle) VALUES (?)', [`service${round}`]));
      }
    })();
    const run = await here('--json', { input: many });
    await busy;
    expect([run.code, run.err, run.out.trim().split('\n').length]).toEqual([0, '', 20]);
    expect(await owner.reads.get('SELECT count(*) AS users FROM user')).toEqual({ users: 220 });
  });

  it('waits for another writer, and reads meanwhile', async () => {
    await here('add-user maria');
    const service = await Database.open(userDatabase, { directory, owner: 'catalog-api', logger: silentLogger() });
    const waiting = await service.write(async () => {
      const begun = here('add-user ivo');
      expect(await outputOf('user-handles')).toBe('1. maria\n1 user(s)\n');
      return { begun };
    });
    expect((await waiting.begun).out).toBe('user "ivo" added, id 2\n');
    await service.close();
  });
});

/** What would make every command slow to start: this is the graph of files that the bundler wrote. */
describe('the start of cli-auth', () => {
  const packagesOf = (entry: string) => {
    const { outputs } = built.metafile;
    const [start] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint?.endsWith(entry)) ?? [];
    const files = new Set<string>();
    const packages = new Set<string>();
    const walk = (file: string) => {
      if (files.has(file)) return;
      files.add(file);
      for (const { path, external, kind } of outputs[file]?.imports ?? []) {
        if (kind !== 'import-statement') continue;
        if (!external) walk(path);
        else if (!path.startsWith('node:')) packages.add(path);
      }
    };
    walk(start ?? '');
    return [...packages].sort();
  };

  it('loads no database for help and where, and nothing of the services for a list', () => {
    expect(packagesOf('src/cli-auth.ts')).toEqual(['fastest-levenshtein']);
    expect(packagesOf('cli/open-accounts.ts')).toEqual(['reflect-metadata', 'sqlite3', 'typeorm']);
    for (const command of ['user-handles', 'show', 'roles']) expect(packagesOf(`commands/${command}.ts`)).toEqual([]);
  });
});
