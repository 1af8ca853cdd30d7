import { type Logger, type Metrics } from '@pezzottify/observability';
import { Database, statementDurations } from '@pezzottify/persistence';
import { serverDatabase } from './storage/server-database.js';

/** Opens what this service owns; a second process of it is refused here, before it listens anywhere. */
export function openServerDatabase(directory: string, logger: Logger, metrics: Metrics): Promise<Database> {
  const onStatement = statementDurations(metrics);
  return Database.open(serverDatabase, { directory, owner: 'job-scheduler', logger, onStatement });
}
