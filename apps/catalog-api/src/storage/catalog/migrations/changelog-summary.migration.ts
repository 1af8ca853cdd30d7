import { ForwardMigration } from '@pezzottify/persistence';

/**
 * `whatsnew` counts the entries of a batch by kind and operation. By an index that holds both it need not read the entries
 * themselves, each with a whole entity in it: a batch of an evening's ingestion has a hundred thousand.
 */
export class ChangelogSummary1764200000000 extends ForwardMigration {
  readonly name = 'ChangelogSummary1764200000000';

  protected readonly statements: readonly string[] = [
    'CREATE INDEX catalog_change_log_summary ON catalog_change_log (batch_id, entity_type, operation)',
  ];
}
