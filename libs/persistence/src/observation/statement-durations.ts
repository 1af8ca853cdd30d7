import { type Metrics } from '@pezzottify/observability';
import { type StatementObserver } from '../sql.js';

const BUCKETS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1];

/** For `OpenOptions.onStatement`: feeds `db_query_duration_seconds` (HTTP contract, section 11). Once per registry. */
export function statementDurations(metrics: Metrics): StatementObserver {
  const durations = metrics.histogram('db_query_duration_seconds', 'Duration of database work', ['operation'], BUCKETS);
  return (operation, seconds) => {
    durations.observe({ operation }, seconds);
  };
}
