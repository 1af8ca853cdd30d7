import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryDirectory } from '@pezzottify/testing';
import { freePortOffset, holdPort, takenPorts } from './port-offset.js';
import { refusalOf } from './start-command.js';

let root: string;
let offset: number;
const data = (): string => join(root, 'data');
const start = (args: readonly string[], env?: Readonly<Record<string, string>>) =>
  refusalOf(['--data', data(), '--port-offset', String(offset), ...args], env);

/** One line, and no trace of a step: nothing was begun. */
const expectOneMessage = (output: string, ...parts: readonly string[]): void => {
  const lines = output.trimEnd().split('\n');
  expect(lines).toHaveLength(1);
  for (const part of ['✗ ', ...parts]) expect(lines[0]).toContain(part);
};

beforeEach(async () => {
  root = await temporaryDirectory();
  offset = await freePortOffset();
});

describe('a first run that cannot have what it needs', () => {
  it('names every port that is taken, and leaves nothing behind', async () => {
    const [gateway, nats] = [3001 + offset, 4222 + offset];
    const releases = await Promise.all([gateway, nats].map(holdPort));
    const { exitCode, output } = await start([]);
    expect(await takenPorts(offset)).toEqual([gateway, nats]);
    await Promise.all(releases.map((release) => release()));
    expect(exitCode).toBe(1);
    expectOneMessage(output, `port ${gateway} (gateway) is in use`, `port ${nats} (nats) is in use`, '--port-offset');
    expect(await readdir(root)).toEqual([]);
  });

  it('refuses one port for two services', async () => {
    const { exitCode, output } = await start(['--port', String(3011 + offset)]);
    expect(exitCode).toBe(1);
    expectOneMessage(output, `port ${3011 + offset} (gateway, scheduler) is needed more than once`);
    expect(await readdir(root)).toEqual([]);
  });

  it.each([
    ['below a file', () => join(root, 'file', 'data'), 'it or a part of its path is not a folder'],
    ['that is a file', () => join(root, 'file'), 'it or a part of its path is not a folder'],
    // Not even root can make a folder there.
    ['where nothing can be made', () => '/proc/pezzottify', 'no folder can be made there'],
  ])('refuses a data folder %s', async (_where, folder, reason) => {
    await writeFile(join(root, 'file'), '');
    const { exitCode, output } = await start(['--data', folder()]);
    expect(exitCode).toBe(1);
    expectOneMessage(output, `the data folder ${folder()} cannot be used: ${reason}`, '--data');
    expect(await readdir(root)).toEqual(['file']);
  });

  it.each([
    ['that does not exist', 'gone', 'it does not exist'],
    ['that is a file', 'file', 'it is not a folder'],
  ])('refuses a library %s', async (_what, name, reason) => {
    await writeFile(join(root, 'file'), '');
    const { exitCode, output } = await start(['--library', join(root, name)]);
    expect(exitCode).toBe(1);
    expectOneMessage(output, `the library ${join(root, name)} cannot be used: ${reason}`, '--library');
    expect(existsSync(data())).toBe(false);
  });

  it('refuses a nats-server that is not there', async () => {
    const { exitCode, output } = await start([], { NATS_SERVER: join(root, 'no-such-server') });
    expect(exitCode).toBe(1);
    expect(output).toMatch(/✗ NATS_SERVER is .*no-such-server, which is not a program that can be run: install/);
    expect(await readdir(root)).toEqual([]);
  });

  it('explains a mistyped option', async () => {
    const { exitCode, output } = await start(['--prot', '1']);
    expect(exitCode).toBe(2);
    expect(output).toContain('--port-offset N');
  });
});

describe('a data folder with a configuration', () => {
  const configure = async (lines: readonly string[] = []): Promise<string> => {
    const file = join(data(), 'pezzottify.toml');
    await mkdir(join(data(), 'db'), { recursive: true });
    await writeFile(file, [`db_dir = "${join(data(), 'db')}"`, ...lines, ''].join('\n'));
    return file;
  };

  it('refuses a port that contradicts it, and says which file and what to do', async () => {
    const file = await configure([`port = ${5001 + offset}`]);
    const { exitCode, output } = await refusalOf(['--data', data(), '--port', String(5002 + offset)]);
    expect(exitCode).toBe(1);
    expect(output).toContain(
      [
        `✗ --port ${5002 + offset} contradicts ${file}, which decides the ports of this data folder:`,
        `  port = ${5001 + offset}, asked for: ${5002 + offset}`,
        'Leave the option away, edit the file, or take another folder with --data DIR.',
      ].join('\n'),
    );
  });

  it('lists each port that an offset contradicts, the defaults too', async () => {
    await configure([`port = ${3001 + offset}`, `[nats]`, `url = "nats://localhost:${4222 + offset}"`]);
    const { exitCode, output } = await start([]);
    expect(exitCode).toBe(1);
    expect(output).toContain(`services.job_scheduler_port = 3011 (the default), asked for: ${3011 + offset}\n`);
    expect(output).not.toContain('  port = ');
    expect(output).not.toContain('  nats.url = ');
  });

  it('takes the ports from it', async () => {
    const port = 3001 + offset;
    const file = await configure([`port = ${port}`]);
    const release = await holdPort(port);
    const { exitCode, output } = await refusalOf(['--data', data()]);
    await release();
    expect(exitCode).toBe(1);
    expect(output).toContain(`✗ port ${port} (gateway) is in use`);
    expect(output).toContain(`choose others in ${file}`);
  });

  it.each([
    ['a folder that is gone', 'media_path = "/nowhere/media"', 'names the folder /nowhere/media, which cannot be used'],
    ['a port that is chosen at the start', 'port = 0', 'port = 0, but npm start needs a port from 1 to 65535'],
    ['what is no TOML', 'port 3001', 'cannot be read: '],
  ])('refuses %s', async (_what, line, message) => {
    const file = await configure([line]);
    const { exitCode, output } = await refusalOf(['--data', data()]);
    expect(exitCode).toBe(1);
    expect(output).toContain(`✗ ${file}`);
    expect(output).toContain(message);
    expect(await readdir(data())).toEqual(['db', 'pezzottify.toml']);
  });
});
