import 'reflect-metadata';
import { basename, dirname } from 'node:path';
import { Database } from '@pezzottify/persistence';
import { SyncEvents } from '../live-sync/sync-events.js';
import { PermissionChanges } from '../permissions-admin/permission-changes.js';
import { userDatabase } from '../storage/user/user-database.js';
import { type Accounts } from './accounts.js';
import { noticesTo } from './notices.js';
import { systemClock } from './system-clock.js';

/** Stored events are all that can be done from here: the service finds and pushes them. */
const nobody = { push: () => undefined };

/**
 * Opens the database for `work`, beside whatever service runs, and closes it afterwards: between two commands nothing is
 * held, so that the file can be replaced or upgraded while a prompt waits.
 */
export async function withAccounts<T>(
  file: string,
  notice: (text: string) => void,
  work: (accounts: Accounts) => Promise<T>,
): Promise<T> {
  const database = await Database.open(
    { ...userDatabase, fileName: basename(file) },
    {
      ...{ directory: dirname(file), owner: 'cli-auth', exclusive: false, readers: 1 },
      logger: noticesTo(notice),
    },
  );
  const changes = new PermissionChanges(new SyncEvents(systemClock, nobody), systemClock);
  try {
    return await work({ database, changes, clock: systemClock });
  } finally {
    await database.close();
  }
}
