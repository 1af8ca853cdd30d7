import { type Config } from '@pezzottify/config';
import { type Logger, type Metrics } from '@pezzottify/observability';
import { Database, statementDurations } from '@pezzottify/persistence';
import { queueDatabase } from './storage/queue-database.js';

/** Opens what this service owns; a second owner is refused here, before it listens anywhere. */
export function openQueue({ dbDir }: Pick<Config, 'dbDir'>, logger: Logger, metrics: Metrics): Promise<Database> {
  const onStatement = statementDurations(metrics);
  return Database.open(queueDatabase, { directory: dbDir, owner: 'download-manager', logger, onStatement });
}
