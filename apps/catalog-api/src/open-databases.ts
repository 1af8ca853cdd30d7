import { type Metrics, type Readiness } from '@pezzottify/observability';
import { Database, type StatementObserver } from '@pezzottify/persistence';
import { type ServiceContext } from '@pezzottify/service-runner';
import { catalogDatabase } from './storage/catalog/catalog-database.js';
import { userDatabase } from './storage/user/user-database.js';

export interface Databases {
  readonly catalog: Database;
  readonly user: Database;
  close(): Promise<void>;
}

const BUCKETS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1];

/** Opens what this service owns; a second process of it is refused here, before it listens anywhere. */
export async function openDatabases(
  directory: string,
  { logger }: ServiceContext,
  metrics: Metrics,
): Promise<Databases> {
  const durations = metrics.histogram('db_query_duration_seconds', 'Duration of database work', ['operation'], BUCKETS);
  const onStatement: StatementObserver = (operation, seconds) => durations.observe({ operation }, seconds);
  const options = { directory, owner: 'catalog-api', logger, onStatement };
  const catalog = await Database.open(catalogDatabase, options);
  try {
    const user = await Database.open(userDatabase, options);
    return { catalog, user, close: () => Promise.all([catalog.close(), user.close()]).then(() => undefined) };
  } catch (error) {
    await catalog.close();
    throw error;
  }
}

/** Each readiness check asks both; `db_connection_errors_total` counts when one does not answer. */
export function checkDatabases({ catalog, user }: Databases, readiness: Readiness, metrics: Metrics): void {
  const errors = metrics.counter('db_connection_errors_total', 'Times a database did not answer');
  readiness.add('database', async () => {
    try {
      await Promise.all([catalog.reads.get('SELECT 1'), user.reads.get('SELECT 1')]);
      return 'ok';
    } catch (error) {
      errors.inc();
      throw error;
    }
  });
}
