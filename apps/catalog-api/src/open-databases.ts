import { type Metrics } from '@pezzottify/observability';
import { Database, statementDurations } from '@pezzottify/persistence';
import { type ServiceContext } from '@pezzottify/service-runner';
import { catalogDatabase } from './storage/catalog/catalog-database.js';
import { userDatabase } from './storage/user/user-database.js';

export interface Databases {
  readonly catalog: Database;
  readonly user: Database;
  close(): Promise<void>;
}

/** Opens what this service owns; a second process of it is refused here, before it listens anywhere. */
export async function openDatabases(
  directory: string,
  { logger }: ServiceContext,
  metrics: Metrics,
): Promise<Databases> {
  const options = { directory, owner: 'catalog-api', logger, onStatement: statementDurations(metrics) };
  const catalog = await Database.open(catalogDatabase, options);
  try {
    const user = await Database.open(userDatabase, options);
    return { catalog, user, close: () => Promise.all([catalog.close(), user.close()]).then(() => undefined) };
  } catch (error) {
    await catalog.close();
    throw error;
  }
}
