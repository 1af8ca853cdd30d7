import { type Metrics, type Readiness } from '@pezzottify/observability';
import { type Database } from '../database.js';

/** Each readiness check asks all of them; `db_connection_errors_total` counts when one does not answer. */
export function checkDatabases(databases: readonly Database[], readiness: Readiness, metrics: Metrics): void {
  const errors = metrics.counter('db_connection_errors_total', 'Times a database did not answer');
  readiness.add('database', async () => {
    try {
      await Promise.all(databases.map(({ reads }) => reads.get('SELECT 1')));
      return 'ok';
    } catch (error) {
      errors.inc();
      throw error;
    }
  });
}
