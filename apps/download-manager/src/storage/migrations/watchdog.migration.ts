import { ForwardMigration } from '@pezzottify/persistence';

/** What the integrity watchdog did, and what it found and has not seen repaired since. */
export class Watchdog1764400000000 extends ForwardMigration {
  readonly name = 'Watchdog1764400000000';

  protected readonly statements = [
    `CREATE TABLE watchdog_scan (
      "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
      status TEXT NOT NULL,
      is_dry_run INTEGER NOT NULL,
      is_forced INTEGER NOT NULL,
      started_at INTEGER NOT NULL,
      finished_at INTEGER,
      duration_ms INTEGER,
      files_checked INTEGER NOT NULL DEFAULT (0),
      files_verified INTEGER NOT NULL DEFAULT (0),
      bytes_verified INTEGER NOT NULL DEFAULT (0),
      track_audio_faults INTEGER NOT NULL DEFAULT (0),
      album_image_faults INTEGER NOT NULL DEFAULT (0),
      artist_image_faults INTEGER NOT NULL DEFAULT (0),
      items_queued INTEGER NOT NULL DEFAULT (0),
      items_skipped INTEGER NOT NULL DEFAULT (0),
      error_message TEXT
    )`,
    `CREATE TABLE watchdog_finding (
      "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
      content_type TEXT NOT NULL,
      content_id TEXT NOT NULL,
      content_name TEXT,
      album_ids TEXT NOT NULL,
      uri TEXT NOT NULL,
      problem TEXT NOT NULL,
      expected_bytes INTEGER,
      found_bytes INTEGER,
      found_at INTEGER NOT NULL,
      seen_at INTEGER NOT NULL,
      scan_id INTEGER NOT NULL,
      judged_scan_id INTEGER,
      queue_item_id TEXT
    )`,
    'CREATE UNIQUE INDEX watchdog_finding_content ON watchdog_finding (content_type, content_id)',
    'CREATE INDEX watchdog_finding_scan ON watchdog_finding (scan_id)',
  ];
}
