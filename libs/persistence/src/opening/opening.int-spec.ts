import { createHash } from 'node:crypto';
import { chmod, readdir, readFile, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { silentLogger, temporaryDirectory } from '@pezzottify/testing';
import { Database, type OpenOptions } from '../database.js';
import { ledger, notes } from '../database.fixture.js';
import { type DatabaseSpec } from './database-spec.js';
import { versions } from './versions.fixture.js';

const { one, two, three, broken, orphaning } = versions;

const setup = async () => {
  const directory = await temporaryDirectory();
  const open = (spec: DatabaseSpec, options: Partial<OpenOptions> = {}) =>
    Database.open(spec, { directory, owner: 'test', logger: silentLogger(), ...options });
  /** Opens, writes one row and closes. */
  const leave = async (spec: DatabaseSpec, text: string) => {
    const database = await open(spec);
    await database.write((tx) => tx.run('INSERT INTO note (text) VALUES (?)', [text]));
    await database.close();
  };
  const ownFiles = async () =>
    (await readdir(directory)).filter((name) => !name.endsWith('.lock') && !name.endsWith('.holder')).sort();
  return { directory, file: join(directory, notes.fileName), open, leave, ownFiles };
};

const fingerprint = async (file: string) =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
const textsOf = async (database: Database) => {
  const rows = await database.reads.all<{ text: string }>('SELECT text FROM note ORDER BY id');
  return rows.map(({ text }) => text);
};
const backupsIn = (names: string[]) => names.filter((name) => name.includes('.backup-'));

describe('opening a database', () => {
  it.each(['missing', 'empty'])('creates a %s file, its directory included, without a backup', async (kind) => {
    const { directory, file, open } = await setup();
    if (kind === 'empty') await writeFile(file, '');
    const database = await open(one, kind === 'empty' ? {} : { directory: join(directory, 'a', 'b') });
    expect(await database.reads.all('SELECT name FROM migrations')).toEqual([{ name: 'CreateNotes1700000000000' }]);
    await database.close();
    expect(backupsIn(await readdir(directory))).toEqual([]);
  });

  it('sets the pragmas that keep data safe', async () => {
    const { open } = await setup();
    const database = await open(one);
    const pragma = (name: string) => database.write((tx) => tx.get<Record<string, unknown>>(`PRAGMA ${name}`));
    expect(await pragma('journal_mode')).toEqual({ journal_mode: 'wal' });
    expect(await pragma('synchronous')).toEqual({ synchronous: 2 });
    expect(await pragma('foreign_keys')).toEqual({ foreign_keys: 1 });
    expect(await pragma('busy_timeout')).toEqual({ timeout: 5000 });
    expect(await database.reads.get('PRAGMA query_only')).toEqual({ query_only: 1 });
    expect(await database.reads.get('PRAGMA busy_timeout')).toEqual({ timeout: 5000 });
    await database.close();
  });

  it('leaves one file behind when it was closed, and what was written in it', async () => {
    const { open, leave, ownFiles } = await setup();
    await leave(one, 'kept');
    expect(await ownFiles()).toEqual(['notes.db']);
    const database = await open(one);
    expect(await textsOf(database)).toEqual(['kept']);
    await database.close();
  });

  it('says which directory cannot be used', async () => {
    const { directory, open } = await setup();
    await writeFile(join(directory, 'a-file'), '');
    const opening = open(one, { directory: join(directory, 'a-file') });
    await expect(opening).rejects.toMatchObject({ code: 'DATABASE_INACCESSIBLE' });
    await expect(opening).rejects.toThrow(join(directory, 'a-file', 'notes.db'));
  });
});

describe('migrating', () => {
  it('applies what is missing, once, in order of age, and backs the file up before', async () => {
    const { directory, open, leave, ownFiles } = await setup();
    await leave(one, 'old');
    const database = await open(three);
    expect(await database.reads.all('SELECT text, colour, size FROM note')).toEqual([
      { text: 'old', colour: 'grey', size: null },
    ]);
    await database.close();
    const [backup, ...others] = backupsIn(await ownFiles());
    expect(others).toEqual([]);
    expect(backup).toMatch(/^notes\.db\.backup-1700000000000-\d{8}T\d{9}Z$/);
    const copy = await open({ ...one, fileName: backup! });
    expect(await textsOf(copy)).toEqual(['old']);
    await copy.close();
    await (await open(three)).close();
    expect(backupsIn(await readdir(directory)).filter((name) => name.endsWith('Z'))).toEqual([backup]);
  });

  it('gives the backup the permissions of the original', async () => {
    const { directory, file, open, leave, ownFiles } = await setup();
    await leave(one, 'secret');
    await chmod(file, 0o600);
    await (await open(two)).close();
    const [backup] = backupsIn(await ownFiles());
    expect((await stat(join(directory, backup!))).mode & 0o777).toBe(0o600);
  });

  it('keeps the last three backups', async () => {
    const { directory, open, leave, ownFiles } = await setup();
    await leave(one, 'old');
    const older = ['1', '2', '3'].map((day) => `notes.db.backup-1600000000000-2020010${day}T000000000Z`);
    for (const name of [...older, `${older[2]}.partial`]) await writeFile(join(directory, name), '');
    await (await open(two)).close();
    const backups = backupsIn(await ownFiles());
    expect(backups).toHaveLength(3);
    expect(backups).toEqual(expect.arrayContaining(older.slice(1)));
  });

  it.each([
    ['fails', broken, 'AddNothing1700000003000: SQLITE_ERROR: no such table'],
    ['leaves rows without what they refer to', orphaning, 'rows of remark would refer to rows that are gone'],
  ])('changes nothing when a migration %s', async (_, spec, reason) => {
    const { open, leave, ownFiles } = await setup();
    await leave(one, 'old');
    const opening = open(spec);
    await expect(opening).rejects.toMatchObject({ code: 'DATABASE_MIGRATION_FAILED' });
    await expect(opening).rejects.toThrow(reason);
    const database = await open(one);
    expect(await textsOf(database)).toEqual(['old']);
    expect(await database.reads.all('SELECT name FROM migrations')).toHaveLength(1);
    await database.close();
    expect(backupsIn(await ownFiles())).toHaveLength(1);
  });
});

describe('refusing a file, untouched', () => {
  const expectRefusal = async (
    spec: DatabaseSpec,
    code: string,
    text: string,
    { file, open, ownFiles }: Awaited<ReturnType<typeof setup>>,
  ) => {
    const before = [await fingerprint(file), await ownFiles()];
    const opening = open(spec);
    await expect(opening).rejects.toMatchObject({ code });
    await expect(opening).rejects.toThrow(text);
    expect([await fingerprint(file), await ownFiles()]).toEqual(before);
  };

  it('that a newer version wrote', async () => {
    const subject = await setup();
    await subject.leave(two, 'from the future');
    await expectRefusal(one, 'DATABASE_NEWER', 'unknown migrations: AddColour1700000001000', subject);
    await (await subject.open(two)).close();
  });

  it('that a newer version wrote and did not live to fold its log into', async () => {
    const subject = await setup();
    await subject.leave(one, 'old');
    // Another connection keeps the log from being folded in, as a killed process would have left it.
    const bystander = await subject.open(one, { exclusive: false });
    const unmigrated = await fingerprint(subject.file);
    await (await subject.open(two, { exclusive: false })).close();
    const log = await fingerprint(`${subject.file}-wal`);
    await expect(subject.open(one)).rejects.toMatchObject({ code: 'DATABASE_NEWER' });
    expect(await fingerprint(subject.file)).toBe(unmigrated);
    expect(await fingerprint(`${subject.file}-wal`)).toBe(log);
    await bystander.close();
  });

  it('of another database of the program', async () => {
    const subject = await setup();
    await subject.leave(one, 'mine');
    await expectRefusal({ ...ledger, fileName: notes.fileName }, 'DATABASE_FOREIGN', 'migrations of another', subject);
  });

  it('of another program', async () => {
    const subject = await setup();
    const other = await subject.open(one);
    await other.write((tx) => tx.run('DROP TABLE migrations'));
    await other.close();
    await expectRefusal(one, 'DATABASE_FOREIGN', 'no table of migrations', subject);
  });

  it.each(['hello', 'no database, but a text long enough to be taken for one. '.repeat(500)])(
    'that is not a database: %.10s…',
    async (content) => {
      const subject = await setup();
      await writeFile(subject.file, content);
      await expectRefusal(one, 'DATABASE_FOREIGN', 'is not an SQLite database', subject);
    },
  );

  it('that was cut short', async () => {
    const subject = await setup();
    await subject.leave(one, 'x');
    await truncate(subject.file, 8192);
    await expectRefusal(one, 'DATABASE_CORRUPT', 'Put back a backup', subject);
  });

  it('of which a page was overwritten that nothing reads at the start', async () => {
    const subject = await setup();
    await subject.leave(one, 'x');
    const content = await readFile(subject.file);
    content.fill(0xaa, content.length - 4096);
    await writeFile(subject.file, content);
    await expectRefusal(one, 'DATABASE_CORRUPT', 'Put back a backup', subject);
  });
});

describe('owning a file', () => {
  it('is for one at a time, also within a process and by another path', async () => {
    const { directory, file, open } = await setup();
    const elsewhere = await temporaryDirectory();
    await symlink(directory, join(elsewhere, 'link'));
    await symlink(file, join(elsewhere, notes.fileName));
    const owner = await open(one, { owner: 'catalog-api' });
    for (const path of [directory, join(elsewhere, 'link'), elsewhere]) {
      await expect(open(one, { directory: path })).rejects.toMatchObject({
        code: 'DATABASE_HELD',
        holder: { pid: process.pid, service: 'catalog-api' },
      });
    }
    await owner.close();
    await (await open(one)).close();
  });

  it('ends with a refusal', async () => {
    const { file, open } = await setup();
    await writeFile(file, 'not a database');
    await expect(open(one)).rejects.toMatchObject({ code: 'DATABASE_FOREIGN' });
    await expect(open(one)).rejects.toMatchObject({ code: 'DATABASE_FOREIGN' });
  });

  it('is not needed for short writes beside the owner', async () => {
    const { open } = await setup();
    const owner = await open(one);
    const guest = await open(one, { exclusive: false });
    const add = (database: Database, text: string) =>
      database.write((tx) => tx.run('INSERT INTO note (text) VALUES (?)', [text]));
    const writes = Array.from({ length: 100 }, (_, index) => add(index % 2 ? owner : guest, `${index}`));
    await Promise.all(writes);
    expect(await textsOf(owner)).toHaveLength(100);
    await guest.close();
    await owner.close();
  });

  it('is taken by a guest only to create or migrate, and never from an owner', async () => {
    const { open } = await setup();
    const guest = await open(one, { exclusive: false });
    const owner = await open(one, { owner: 'catalog-api' });
    await expect(open(two, { exclusive: false })).rejects.toThrow(/held by catalog-api .* not of this version/);
    await owner.close();
    await guest.close();
  });
});
