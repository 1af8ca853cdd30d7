import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { afterTestFile, silentLogger, temporaryDirectory } from '@pezzottify/testing';
import { Database } from '../database.js';
import { ledger } from '../database.fixture.js';
import { buildProgram, runProgram } from '../programs/run-program.fixture.js';

const SHIM_SOURCE = join(import.meta.dirname, '../../test/power-cut/withhold-unsynced-writes.c');

let program: string;
let shim: string;

beforeAll(async () => {
  program = await buildProgram('committer');
  afterTestFile(() => rm(program));
  shim = join(await temporaryDirectory(), 'withhold-unsynced-writes.so');
  await compile(shim);
});

const compile = async (output: string): Promise<void> => {
  const args = ['-shared', '-fPIC', '-O1', '-Wall', '-o', output, SHIM_SOURCE, '-ldl', '-lpthread'];
  await promisify(execFile)('cc', args).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error(
      'The power-cut test needs a C compiler named cc. Install the build tools (apt-get install build-essential).',
    );
  });
};

/** Runs the committer until its power is cut after so many writes, then looks at what a restart finds. */
const cutAfter = async (writes: number, mode: 'full' | 'normal') => {
  const directory = await temporaryDirectory();
  const committer = runProgram(program, [directory, mode], {
    LD_PRELOAD: shim,
    POWER_CUT_FILE: join(directory, ledger.fileName),
    POWER_CUT_AFTER: String(writes),
  });
  afterTestFile(committer.kill);
  const end = await committer.ended;
  expect(end).toEqual({ code: null, signal: 'SIGKILL', errors: '' });
  const found = await inspect(directory);
  const lost = committer.lines.filter((group) => !found.whole.has(Number(group))).length;
  return { acknowledged: committer.lines.length, lost, torn: found.torn, integrity: found.integrity };
};

const inspect = async (directory: string) => {
  const database = await Database.open(ledger, { directory, owner: 'spec', logger: silentLogger() });
  const groups = await database.reads.all<{ unit: number; parts: number }>(
    'SELECT unit, COUNT(*) AS parts FROM ledger GROUP BY unit',
  );
  const integrity = await database.reads.get('PRAGMA integrity_check');
  await database.close();
  const whole = new Set(groups.filter(({ parts }) => parts === 2).map(({ unit }) => unit));
  return { whole, torn: groups.length - whole.size, integrity };
};

/** In the middle of the first commits, between them, in and after checkpoints (every thousand pages). */
const CUTS = [60, 250, 997, 1703, 2501, 4004];

const cutAll = async (mode: 'full' | 'normal') => {
  const results = [];
  for (const writes of CUTS) results.push(await cutAfter(writes, mode));
  return results;
};

const SOUND = { torn: 0, integrity: { integrity_check: 'ok' } };

describe('a power cut', () => {
  it('takes back no acknowledged commit', async () => {
    const results = await cutAll('full');
    for (const result of results) expect(result).toMatchObject({ lost: 0, ...SOUND });
    expect(results.at(-1)?.acknowledged).toBeGreaterThan(100);
  }, 120_000);

  it('would take back acknowledged commits with synchronous = NORMAL', async () => {
    const results = await cutAll('normal');
    for (const result of results) expect(result).toMatchObject(SOUND);
    expect(results.filter(({ lost }) => lost > 0).length).toBeGreaterThan(CUTS.length / 2);
  }, 120_000);

  it('while the file is being created leaves one that opens again', async () => {
    for (const writes of [0, 2, 5, 11, 20, 33]) {
      expect(await cutAfter(writes, 'full')).toMatchObject({ lost: 0, ...SOUND });
    }
  }, 120_000);
});
