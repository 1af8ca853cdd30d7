import 'reflect-metadata';
import { join } from 'node:path';
import { pino } from 'pino';
import { openWriter } from '../connection/open-connection.js';
import { Database } from '../database.js';
import { ledger } from '../database.fixture.js';
import { type WriteTransaction } from '../sql.js';
import { DEFAULT_BATCH, WriteGate } from '../writing/write-gate.js';

/**
 * Commits groups of two rows to the ledger in <directory> until its power is cut, and prints the number of each group
 * once its commit is acknowledged. With `full` it opens the database as every service does; with `normal` it relaxes the
 * same writer behind the same gate, to show that the cut finds what FULL prevents.
 */
const [directory = '', mode = 'full'] = process.argv.slice(2);
const logger = pino({ level: 'silent' });
const CALLERS = 8;
const MOST_GROUPS = 20_000;

type Write = <T>(work: (tx: WriteTransaction) => Promise<T>) => Promise<T>;

const openFull = async (): Promise<Write> => {
  const database = await Database.open(ledger, { directory, owner: 'committer', logger });
  return (work) => database.write(work);
};

const openNormal = async (): Promise<Write> => {
  await (await Database.open(ledger, { directory, owner: 'committer', logger })).close();
  const file = join(directory, ledger.fileName);
  const { connection } = await openWriter(file);
  await connection.run('PRAGMA synchronous = NORMAL');
  const gate = new WriteGate({ file, connection, logger, observe: () => undefined, batch: DEFAULT_BATCH });
  return (work) => gate.write(work);
};

/** Written at once (standard output is a pipe): what was acknowledged has left the process before the cut can come. */
const say = (group: number): Promise<void> =>
  new Promise((resolve) => void process.stdout.write(`${group}\n`, () => resolve()));

const write = await (mode === 'normal' ? openNormal() : openFull());
let next = 0;
const caller = async (): Promise<void> => {
  while (next < MOST_GROUPS) {
    const group = next++;
    await write(async (tx) => {
      for (const part of [1, 2]) await tx.run('INSERT INTO ledger (unit, part) VALUES (?, ?)', [group, part]);
    });
    await say(group);
  }
};
await Promise.all(Array.from({ length: CALLERS }, caller));
