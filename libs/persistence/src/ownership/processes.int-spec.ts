import { rm } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { afterTestFile, silentLogger, temporaryDirectory } from '@pezzottify/testing';
import { Database } from '../database.js';
import { notes } from '../database.fixture.js';
import { buildProgram, runProgram } from '../programs/run-program.fixture.js';

let program: string;
beforeAll(async () => {
  program = await buildProgram('opener');
  afterTestFile(() => rm(program));
});

const setup = async () => {
  const directory = await temporaryDirectory();
  const start = (service: string, mode: 'exclusive' | 'guest' = 'exclusive') => {
    const started = runProgram(program, [directory, service, mode]);
    afterTestFile(started.kill);
    return started;
  };
  const open = (exclusive = true) =>
    Database.open(notes, { directory, owner: 'spec', logger: silentLogger(), exclusive });
  return { start, open };
};

const countNotes = async (database: Database) =>
  (await database.reads.get<{ count: number }>('SELECT COUNT(*) AS count FROM note'))?.count;

describe('a second process', () => {
  it('is refused and told who holds the file', async () => {
    const { start, open } = await setup();
    const owner = start('catalog-api');
    await owner.sees('open');
    const second = start('another catalog-api');
    const refusal = await second.sees('refused');
    expect(refusal).toMatch(/^refused DATABASE_HELD .*notes\.db is held by catalog-api \(pid \d+ on .+, since .+Z\)/);
    expect(refusal).toContain(`pid ${owner.pid ?? ''} `);
    await expect(open()).rejects.toMatchObject({ holder: { pid: owner.pid, service: 'catalog-api' } });
    owner.say('still mine');
    await owner.sees('stored still mine');
  });

  it('takes over at once from one that was killed, with all it had committed', async () => {
    const { start, open } = await setup();
    const owner = start('catalog-api');
    owner.say('before the end');
    await owner.sees('stored before the end');
    await owner.kill();
    const successor = await open();
    expect(await countNotes(successor)).toBe(1);
    await successor.close();
  });

  it('takes over from one that closed', async () => {
    const { start } = await setup();
    const owner = start('catalog-api');
    await owner.sees('open');
    owner.endInput();
    await owner.sees('closed');
    await start('catalog-api').sees('open');
  });

  it('may write beside the owner as a guest, without either seeing a lock', async () => {
    const { start, open } = await setup();
    const owner = await open();
    const guest = start('cli-auth', 'guest');
    await guest.sees('open');
    for (let index = 0; index < 200; index += 1) {
      guest.say(`guest ${index}`);
      await owner.write((tx) => tx.run('INSERT INTO note (text) VALUES (?)', [`owner ${index}`]));
    }
    await guest.sees('stored guest 199');
    expect(await countNotes(owner)).toBe(400);
    guest.endInput();
    await guest.sees('closed');
    await owner.close();
  });
});
