import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { type Effects, from } from '../../audit/effects.js';
import { backoffPolicyOf } from '../../queue/backoff.policy.js';
import { findAllLeased } from '../../storage/attempts.repository.js';
import { type QueueItem } from '../../storage/queue-item.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { completeStored } from './complete-stored.js';
import { giveUpOnCorrupt } from './corrupt-content.js';
import { endAttempt } from './end-attempt.js';
import { foldOutcome } from './fold-outcome.js';
import { firstOfEach, type Report } from './report.js';

export interface SettledReports {
  has(report: Report): boolean;
  readonly effects: readonly Effects[];
}

/** Writes what workers report: the next states of their items, and of the albums where that follows. */
@Injectable()
export class SettleReports {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'downloadManager'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(tx: WriteTransaction, all: readonly Report[]): Promise<SettledReports> {
    const now = this.clock.seconds();
    const reports = await oneForEachItem(tx, firstOfEach(all));
    const stored = await completeStored(tx, reports, now);
    const settled = new Set(stored.settled);
    const effects = [...stored.effects];
    const others = reports.filter((one) => !settled.has(one));
    for (const [report, item] of await held(tx, others)) {
      effects.push(from(report.origin, await this.end(tx, item, report, now)));
      settled.add(report);
    }
    return { has: (report) => settled.has(report), effects };
  }

  private async end(tx: WriteTransaction, item: QueueItem, { outcome }: Report, now: number): Promise<Effects> {
    const policy = backoffPolicyOf(this.config.downloadManager);
    return endAttempt(tx, item, foldOutcome(item, await giveUpOnCorrupt(tx, item, outcome), policy, now), now);
  }
}

/**
 * Where a late worker and the present holder report the same item in one round, only the holder's counts. Most rounds have no
 * such item, and need no look at the leases for it.
 */
async function oneForEachItem(tx: WriteTransaction, reports: readonly Report[]): Promise<readonly Report[]> {
  const items = new Set(reports.map(({ itemId }) => itemId));
  return items.size === reports.length ? reports : [...(await held(tx, reports)).keys()];
}

/** Those of the reports that still hold the lease of their item, with it. */
async function held(tx: WriteTransaction, reports: readonly Report[]): Promise<Map<Report, QueueItem>> {
  if (reports.length === 0) return new Map();
  const claims = reports.map(({ itemId, leaseToken }) => ({ id: itemId, leaseToken }));
  const items = new Map((await findAllLeased(tx, claims)).map((item) => [item.id, item]));
  return new Map(
    reports.flatMap((report) => {
      const item = items.get(report.itemId);
      return item?.leaseToken === report.leaseToken ? [[report, item] as const] : [];
    }),
  );
}
