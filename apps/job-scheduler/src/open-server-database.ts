import { type Logger, type Metrics, type Readiness } from '@pezzottify/observability';
import { Database, type StatementObserver } from '@pezzottify/persistence';
import { serverDatabase } from './storage/server-database.js';

const BUCKETS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1];

/** Opens what this service owns; a second process of it is refused here, before it listens anywhere. */
export function openServerDatabase(directory: string, logger: Logger, metrics: Metrics): Promise<Database> {
  const durations = metrics.histogram('db_query_duration_seconds', 'Duration of database work', ['operation'], BUCKETS);
  const onStatement: StatementObserver = (operation, seconds) => durations.observe({ operation }, seconds);
  return Database.open(serverDatabase, { directory, owner: 'job-scheduler', logger, onStatement });
}

export function checkDatabase(database: Database, readiness: Readiness, metrics: Metrics): void {
  const errors = metrics.counter('db_connection_errors_total', 'Times the database did not answer');
  readiness.add('database', async () => {
    try {
      await database.reads.get('SELECT 1');
      return 'ok';
    } catch (error) {
      errors.inc();
      throw error;
    }
  });
}
