import { type DataSource } from 'typeorm';
import { WriteOutsideGateError } from '../persistence.errors.js';

/**
 * TypeORM has one query runner per SQLite connection, so that whatever goes through it lands inside the transaction
 * that happens to be open, a stranger's. On the writer that way is shut: only the gate, which goes below TypeORM, uses it.
 */
export const closeOrmRoute = (dataSource: DataSource): void => {
  const runner = dataSource.createQueryRunner();
  runner.query = () => Promise.reject(new WriteOutsideGateError('The writer was used through TypeORM'));
};
