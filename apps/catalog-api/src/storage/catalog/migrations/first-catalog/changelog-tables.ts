import { foreignKey } from './foreign-key.js';

export const CHANGELOG_TABLES: readonly string[] = [
  `CREATE TABLE catalog_batches (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    description TEXT,
    is_open INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL,
    closed_at INTEGER,
    last_activity_at INTEGER NOT NULL
  )`,
  'CREATE UNIQUE INDEX catalog_batches_one_open ON catalog_batches (is_open) WHERE is_open = 1',
  'CREATE INDEX catalog_batches_closed ON catalog_batches (closed_at DESC)',
  `CREATE TABLE catalog_change_log (
    id INTEGER PRIMARY KEY NOT NULL,
    batch_id TEXT NOT NULL,
    entity_type TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    operation TEXT NOT NULL,
    field_changes TEXT NOT NULL,
    entity_snapshot TEXT NOT NULL,
    display_summary TEXT,
    created_at INTEGER NOT NULL,
    ${foreignKey('catalog_change_log', 'batch_id', 'catalog_batches', 'CASCADE')}
  )`,
  'CREATE INDEX catalog_change_log_batch ON catalog_change_log (batch_id)',
  'CREATE INDEX catalog_change_log_entity ON catalog_change_log (entity_type, entity_id)',
  'CREATE INDEX catalog_change_log_newest ON catalog_change_log (created_at DESC)',
];
