import { Inject, Injectable } from '@nestjs/common';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { queueAuditEntry } from '../../audit/audit-entry.mapper.js';
import { effects } from '../../audit/effects.js';
import { TransitionJournal } from '../../audit/transition-journal.js';
import { beginScan, endScan, scanOf, type Scan, type ScanTotals } from '../../storage/watchdog-scans.repository.js';
import { CLOCK, QUEUE_DATABASE } from '../../tokens.js';

export interface ScanEnd {
  readonly status: 'completed' | 'failed' | 'cancelled';
  readonly errorMessage: string | null;
  readonly durationMs: number;
  readonly totals: ScanTotals;
}

/** Writes down that a scan began and how it ended, here and in the audit log. */
@Injectable()
export class ScanLedger {
  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    private readonly journal: TransitionJournal,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  begin(scan: { isDryRun: boolean; isForced: boolean }): Promise<number> {
    return this.database.write(async (tx) => {
      await this.journal.record(tx, effects({ audit: [queueAuditEntry('WATCHDOG_SCAN_STARTED', null, null)] }));
      return beginScan(tx, { ...scan, now: this.clock.seconds() });
    });
  }

  /** A scan that did not come to its end is no completed one for the audit log. */
  end(id: number, end: ScanEnd): Promise<void> {
    return this.database.write(async (tx) => {
      await endScan(tx, id, { ...end, now: this.clock.seconds() });
      const scan = await scanOf(tx, id);
      if (!scan || end.status !== 'completed') return;
      const entry = queueAuditEntry('WATCHDOG_SCAN_COMPLETED', toDetails(scan), null);
      await this.journal.record(tx, effects({ audit: [entry] }));
    });
  }
}

function toDetails(scan: Scan) {
  const total = scan.trackAudioFaults + scan.albumImageFaults + scan.artistImageFaults;
  return {
    missing_track_audio_count: scan.trackAudioFaults,
    missing_album_images_count: scan.albumImageFaults,
    missing_artist_images_count: scan.artistImageFaults,
    total_missing: total,
    items_queued: scan.itemsQueued,
    items_skipped: scan.itemsSkipped,
    scan_duration_ms: scan.durationMs ?? 0,
    is_clean: total === 0,
  };
}
