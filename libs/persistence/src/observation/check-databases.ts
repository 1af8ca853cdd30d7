import { type Metrics, type Readiness } from '@pezzottify/observability';
import { type Database } from '../database.js';

/** Without a table SQLite would answer from nowhere. */
const FROM_THE_FILE = 'SELECT count(*) FROM sqlite_schema';

/** Each readiness check asks all of them; `db_connection_errors_total` counts when one does not answer. */
export function checkDatabases(databases: readonly Database[], readiness: Readiness, metrics: Metrics): void {
  const errors = metrics.counter('db_connection_errors_total', 'Times a database did not answer');
  readiness.add('database', async () => {
    try {
      await Promise.all(databases.map(({ reads }) => reads.get(FROM_THE_FILE)));
      return 'ok';
    } catch (error) {
      errors.inc();
      throw error;
    }
  });
}
