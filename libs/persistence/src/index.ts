export { Turns } from './connection/turns.js';
export { Database, type OpenOptions } from './database.js';
export { ForwardMigration } from './forward-migration.js';
export { checkDatabases } from './observation/check-databases.js';
export { statementDurations } from './observation/statement-durations.js';
export { OUTBOX_AND_INBOX_DDL } from './message-tables.js';
export { type DatabaseSpec } from './opening/database-spec.js';
export {
  DatabaseClosedError,
  DatabaseCorruptError,
  DatabaseForeignError,
  DatabaseHeldError,
  DatabaseInaccessibleError,
  DatabaseMigrationFailedError,
  DatabaseNewerError,
  type Holder,
  isForeignKeyViolation,
  isUniqueViolation,
  StatementFailedError,
  TransactionLostError,
  WriteOutsideGateError,
} from './persistence.errors.js';
export { KeptReads } from './reading/kept-reads.js';
export { compareSchema } from './schema/compare-schema.js';
export {
  type Operation,
  type Reader,
  type SqlParams,
  type SqlValue,
  type StatementObserver,
  type StatementResult,
  type WriteTransaction,
} from './sql.js';
