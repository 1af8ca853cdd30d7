import { Injectable } from '@nestjs/common';
import { type RepairCounts } from '../../storage/watchdog-repairs.repository.js';
import { isMassLoss } from '../mass-loss.policy.js';
import { MARKER_NAME, MediaMarker } from '../media-marker.js';
import { MassLossError } from '../watchdog.errors.js';
import { type MediaScan, type ScanParts } from './media-scan.js';
import { MediaScans } from './media-scans.js';
import { QueueRepairs } from './queue-repairs.js';
import { type ScanEnd, ScanLedger } from './scan-ledger.js';

export interface ScanOrder extends Pick<ScanParts, 'signal' | 'progress'> {
  readonly isForced: boolean;
  /** Everything is looked at and written down, nothing is queued. */
  readonly isDryRun: boolean;
  /** How long files may be read. */
  readonly verifyForMs: number;
}

interface Repairs extends RepairCounts {
  readonly queued: number;
}

interface Run {
  readonly id: number;
  readonly order: ScanOrder;
  readonly scan: MediaScan;
  readonly startedAt: number;
  repairs: Repairs;
  /** Of a dry run: why it would have queued nothing. */
  refusal?: string;
}

const NONE: Repairs = { repairable: 0, toRepair: 0, queued: 0 };

/** One run of the integrity watchdog: what is not as it should be on disk, and what is done about it. */
@Injectable()
export class ScanMedia {
  constructor(
    private readonly scans: MediaScans,
    private readonly ledger: ScanLedger,
    private readonly marker: MediaMarker,
    private readonly repairs: QueueRepairs,
  ) {}

  /** Gives a line for the history of the job. Throws a MassLossError where it must not go on by itself. */
  async execute(order: ScanOrder): Promise<string> {
    const startedAt = performance.now();
    const id = await this.ledger.begin(order);
    const run: Run = { id, order, scan: this.scans.open(id, order), startedAt, repairs: NONE };
    try {
      await this.carryOut(run);
      await this.end(run, { status: 'completed', errorMessage: null });
      return summary(run);
    } catch (error) {
      await this.end(run, endOf(error, order.signal));
      throw error;
    } finally {
      await run.scan.close();
    }
  }

  private async carryOut(run: Run): Promise<void> {
    const { scan, order } = run;
    await this.requireMarker(run);
    await scan.checkSizes();
    // What is missing need not wait until files have been read for half an hour.
    await this.repair(run);
    await scan.verifyContents(Date.now() + order.verifyForMs);
    await this.repair(run);
  }

  private async requireMarker(run: Run): Promise<void> {
    await this.marker.placeOnce();
    if (await this.marker.isThere()) return;
    refuse(run, `the file ${MARKER_NAME} of the media folder is gone`);
    if (!run.order.isDryRun) await this.marker.place();
  }

  private async repair(run: Run): Promise<void> {
    const { id, order, scan } = run;
    const counts = await this.repairs.count(id);
    run.repairs = { ...counts, queued: run.repairs.queued };
    if (isMassLoss({ lost: counts.toRepair, checked: scan.filesChecked }))
      refuse(run, `${counts.toRepair} of ${scan.filesChecked} files are missing or damaged`);
    if (order.isDryRun) return;
    const queued = await this.repairs.execute(id, order.signal);
    run.repairs = { ...counts, queued: run.repairs.queued + queued };
  }

  private end(
    { id, scan, order, repairs, startedAt }: Run,
    end: Pick<ScanEnd, 'status' | 'errorMessage'>,
  ): Promise<void> {
    const { filesChecked, filesVerified, bytesVerified } = scan;
    const chosen = order.isDryRun ? repairs.toRepair : repairs.queued;
    const items = { itemsQueued: repairs.queued, itemsSkipped: repairs.repairable - chosen };
    const totals = { filesChecked, filesVerified, bytesVerified, ...items };
    return this.ledger.end(id, { ...end, durationMs: Math.round(performance.now() - startedAt), totals });
  }
}

/** Ends a run that must not go on by itself; one that only looks remembers the first reason. */
function refuse(run: Run, what: string): void {
  if (run.order.isForced) return;
  if (!run.order.isDryRun) throw new MassLossError(what);
  run.refusal ??= what;
}

function endOf(error: unknown, signal: AbortSignal): Pick<ScanEnd, 'status' | 'errorMessage'> {
  const reason: unknown = signal.aborted ? signal.reason : error;
  const errorMessage = reason instanceof Error ? reason.message : String(reason);
  return { status: signal.aborted ? 'cancelled' : 'failed', errorMessage };
}

function summary({ scan, repairs: { repairable, toRepair, queued }, order, refusal }: Run): string {
  const looked = `${scan.filesChecked} files looked for, ${scan.filesVerified} verified, ${repairable} to repair`;
  if (refusal !== undefined) return `dry run: ${looked}; nothing would be queued: ${refusal}`;
  if (order.isDryRun) return `dry run: ${looked}; ${toRepair} would be queued, ${repairable - toRepair} skipped`;
  return `${looked}; ${queued} queued, ${repairable - queued} skipped`;
}
