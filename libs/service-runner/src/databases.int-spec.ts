import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryDirectory } from '@pezzottify/testing';
import { buildFixture, type Ended, FixtureProcess, linesOf } from './fixtures/fixture-process.fixture.js';

beforeAll(() => buildFixture('database-service'));

/** A real process that opens notes.db of a folder, in a version of the program that knows so many migrations. */
async function setup() {
  const folder = await temporaryDirectory();
  const launch = (migrations: number): FixtureProcess =>
    new FixtureProcess(['--db-dir', folder], { KNOWN_MIGRATIONS: String(migrations) });
  const startAndStop = async (migrations: number): Promise<Ended> => {
    const service = launch(migrations);
    await service.until('"ready"');
    service.kill('SIGTERM');
    return service.ended();
  };
  return { file: join(folder, 'notes.db'), folder, launch, startAndStop };
}

const hashOf = async (file: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex');

describe('the databases of a service that starts', () => {
  it('are created where there are none', async () => {
    const { file, startAndStop } = await setup();
    const ended = await startAndStop(1);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(linesOf(ended)).toContainEqual(expect.objectContaining({ msg: 'database created', file }));
  });

  it('are copied before they are upgraded, and the log says where to', async () => {
    const { folder, startAndStop } = await setup();
    await startAndStop(1);
    const line = linesOf(await startAndStop(2)).find(({ msg }) => msg === 'database backed up before its migration');
    expect((await readdir(folder)).map((name) => join(folder, name))).toContain(line?.backup);
  });

  it('are refused when a newer version wrote them', async () => {
    const { file, launch, startAndStop } = await setup();
    await startAndStop(2);
    const before = await hashOf(file);
    const { code, stderr } = await launch(1).ended();
    expect(code).toBe(1);
    expect(stderr).toBe(
      `job-scheduler: cannot start: ${file} was written by a newer version of this program (unknown migrations: ` +
        'AddColour1700000001000). Nothing was changed. Start that version again, or put back the backup made before ' +
        `the upgrade (${file}.backup-*).\n`,
    );
    expect(await hashOf(file)).toBe(before);
  });

  it('are refused when they are something else', async () => {
    const { file, launch } = await setup();
    await writeFile(file, 'these are my notes, and none of your business\n'.repeat(100));
    const before = await hashOf(file);
    const { code, stderr } = await launch(1).ended();
    expect(code).toBe(1);
    expect(stderr).toBe(
      `job-scheduler: cannot start: ${file} is not an SQLite database, so it does not belong to this program. Nothing ` +
        'was changed. Move the file away to have a new database created, or correct the database directory in the ' +
        'configuration.\n',
    );
    expect(await hashOf(file)).toBe(before);
  });

  it('are refused when they are damaged', async () => {
    const { file, launch, startAndStop } = await setup();
    await startAndStop(1);
    const bytes = await readFile(file);
    await writeFile(file, bytes.fill(0xff, 4096));
    const before = await hashOf(file);
    const { code, stderr } = await launch(1).ended();
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^job-scheduler: cannot start: .*notes\.db is damaged \(.+\)\. Nothing was changed\. Put back/,
    );
    expect(stderr).toContain(`Put back a backup (${file}.backup-* or your own), or save what is readable with`);
    expect(await hashOf(file)).toBe(before);
  });

  it('are refused when they cannot be read', async () => {
    const { file, launch } = await setup();
    await mkdir(file);
    const { code, stderr } = await launch(1).ended();
    expect(code).toBe(1);
    expect(stderr).toContain(`job-scheduler: cannot start: ${file} cannot be opened (`);
    expect(stderr).toContain('). It needs a directory on a local file system that this user may write to.\n');
  });

  it('are refused when another process has them, which is named', async () => {
    const { file, launch } = await setup();
    const holder = launch(1);
    await holder.until('"ready"');
    const { code, stderr } = await launch(1).ended();
    holder.kill('SIGTERM');
    await holder.ended();
    expect(code).toBe(1);
    expect(stderr).toContain(
      `job-scheduler: cannot start: ${file} is held by job-scheduler (pid ${String(holder.pid)} on `,
    );
    expect(stderr).toContain('Only one process may own a database: stop that one first.\n');
  });

  it('are as they were when an upgrade fails, and the message says what to do', async () => {
    const { file, launch, startAndStop } = await setup();
    await startAndStop(2);
    const before = await hashOf(file);
    const { code, stderr } = await launch(3).ended();
    expect(code).toBe(1);
    expect(stderr).toContain(`job-scheduler: cannot start: ${file} could not be migrated (AddNothing1700000002000: `);
    expect(stderr).toContain(
      'Nothing was changed. If the disk is full, free some space and start again; else start the version that ran before.',
    );
    expect(await hashOf(file)).toBe(before);
  });
});
