import 'reflect-metadata';
import { createInterface } from 'node:readline';
import { pino } from 'pino';
import { Database } from '../database.js';
import { notes } from '../database.fixture.js';

/**
 * Opens the notes database in <directory> as <service>, `exclusive` or as a `guest`, and says so; then adds a note per
 * line of its input. For the specs about several processes.
 */
const [directory = '', service = '', mode = 'exclusive'] = process.argv.slice(2);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const open = (): Promise<Database> =>
  Database.open(notes, {
    directory,
    owner: service,
    logger: pino({ level: 'silent' }),
    exclusive: mode === 'exclusive',
  });

const refused = (error: unknown): never => {
  const { code, message } = error as Error & { code: string };
  say(`refused ${code} ${message}`);
  process.exit(3);
};

const database = await open().catch(refused);
say('open');
for await (const text of createInterface({ input: process.stdin })) {
  await database.write((tx) => tx.run('INSERT INTO note (text) VALUES (?)', [text]));
  say(`stored ${text}`);
}
await database.close();
say('closed');
