import { type WorkOutcome } from '@pezzottify/contracts';
import { type Origin } from '../../audit/origin.js';

/** What a worker says became of an item. */
export interface Report {
  readonly itemId: string;
  readonly leaseToken: string;
  readonly outcome: WorkOutcome;
  readonly origin: Origin;
}

/** The first report ends the lease: one that says the same again, or something else, comes too late. */
export function firstOfEach(reports: readonly Report[]): Report[] {
  const firsts = new Map<string, Report>();
  for (const report of reports) {
    const lease = `${report.itemId} ${report.leaseToken}`;
    if (!firsts.has(lease)) firsts.set(lease, report);
  }
  return [...firsts.values()];
}
