import 'reflect-metadata';
import { basename, dirname } from 'node:path';
import { createLogger } from '@pezzottify/observability';
import { Database } from '@pezzottify/persistence';
import { CommanderError } from 'commander';
import { AccountCommands } from './cli/account-commands.js';
import { createProgram, type CliOptions } from './cli/cli-auth.program.js';
import { findUserDatabase } from './cli/find-database.js';
import { userDatabase } from './storage/user/user-database.js';

const EXIT = { refused: 1, usage: 2 } as const;

const where = ({ config, dbDir }: CliOptions): string =>
  findUserDatabase({ config, dbDir, workingFolder: process.cwd() });

const program = createProgram(
  (options) => async (work) => {
    const file = where(options);
    const database = await Database.open(
      { ...userDatabase, fileName: basename(file) },
      {
        directory: dirname(file),
        owner: 'cli-auth',
        exclusive: false,
        readers: 1,
        logger: createLogger({ service: 'cli-auth', level: 'error' }),
      },
    );
    try {
      process.stdout.write(`${await work(new AccountCommands(database))}\n`);
    } finally {
      await database.close();
    }
  },
  where,
);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : EXIT.usage;
  } else {
    process.stderr.write(`cli-auth: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = EXIT.refused;
  }
}
