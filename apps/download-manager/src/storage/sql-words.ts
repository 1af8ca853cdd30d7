import { ACTIVE_STATUSES, statusesBefore } from '../queue/states.js';
import { type DownloadStatus } from '@pezzottify/contracts';

/** Words of a closed list as SQL literals; never for anything that comes from outside. */
const sqlList = (words: readonly string[]): string => `(${words.map((word) => `'${word}'`).join(', ')})`;

export const ACTIVE = sqlList(ACTIVE_STATUSES);

/** The guard of every statement that moves items to `status`. */
export const mayBecome = (status: DownloadStatus): string => `status IN ${sqlList(statusesBefore(status))}`;

/** The same where rows are found by something else: with the `+` SQLite does not look for all items of a status instead. */
export const mayBecomeAmong = (status: DownloadStatus): string => `+${mayBecome(status)}`;

/**
 * SQLite takes a bare parameter as LIMIT into its plan, and so prepares the statement anew at each execution: ten times what
 * running it costs.
 */
export const limitedTo = (parameter: string): string => `LIMIT 0 + ${parameter}`;

/** Without the indentation: the connection keeps statements prepared up to a length only. */
export const onOneLine = (sql: string): string => sql.replaceAll(/\s+/g, ' ').trim();
