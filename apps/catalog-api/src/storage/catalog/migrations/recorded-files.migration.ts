import { ForwardMigration } from '@pezzottify/persistence';

/** What a file was when it was attached, for the integrity watchdog. Null: attached before, or put there by an editor. */
export class RecordedFiles1764400000000 extends ForwardMigration {
  readonly name = 'RecordedFiles1764400000000';

  protected readonly statements: readonly string[] = [
    'ALTER TABLE tracks ADD COLUMN audio_bytes INTEGER',
    'ALTER TABLE tracks ADD COLUMN audio_crc32 TEXT',
    'ALTER TABLE images ADD COLUMN file_bytes INTEGER',
    'ALTER TABLE images ADD COLUMN file_crc32 TEXT',
  ];
}
