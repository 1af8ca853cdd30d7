import { Inject, Injectable } from '@nestjs/common';
import { type ClaimedItem } from '@pezzottify/contracts';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { GatheredCalls } from '@pezzottify/work-engine';
import { TransitionJournal } from '../audit/transition-journal.js';
import { QUEUE_DATABASE } from '../tokens.js';
import { type Claim, type TakenItems, TakeItems } from './claim-work/take-items.js';
import { type Report } from './settle-work/report.js';
import { type SettledReports, SettleReports } from './settle-work/settle-reports.js';

export type Settled = 'settled' | 'stale';

/** A worker asks for items, or reports some. */
type Call = { readonly claim: Claim } | { readonly reports: readonly Report[] };

/** What became of all calls of one round; each finds its own in it. */
interface Round {
  readonly taken: TakenItems;
  readonly settled: SettledReports;
}

const TERMS = {
  /** Each may be about dozens of items. */
  most: 16,
  /** Workers that were answered together ask again within that time, if they work on little. */
  patienceMs: 3,
  isTriedAlone: () => true,
};

/**
 * What workers say at the same moment is one transaction with one set of statements: first what they report, then what they
 * ask for.
 */
@Injectable()
export class WorkRounds {
  private readonly calls = new GatheredCalls<Call, Round>(
    (take) => this.database.write((tx) => this.answer(tx, take())),
    TERMS,
  );

  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    private readonly takeItems: TakeItems,
    private readonly settleReports: SettleReports,
    private readonly journal: TransitionJournal,
  ) {}

  async claim(claim: Claim): Promise<readonly ClaimedItem[]> {
    const { taken } = await this.calls.execute({ claim });
    return taken.of(claim);
  }

  async report(reports: readonly Report[]): Promise<readonly Settled[]> {
    const { settled } = await this.calls.execute({ reports });
    return reports.map((report) => (settled.has(report) ? 'settled' : 'stale'));
  }

  private async answer(tx: WriteTransaction, calls: readonly Call[]): Promise<Round[]> {
    const reports = calls.flatMap((call) => ('reports' in call ? call.reports : []));
    const claims = calls.flatMap((call) => ('claim' in call ? [call.claim] : []));
    const settled = await this.settleReports.execute(tx, reports);
    const taken = await this.takeItems.execute(tx, claims);
    const effects = [...settled.effects, ...taken.effects];
    if (effects.length > 0) await this.journal.record(tx, ...effects);
    return calls.map(() => ({ taken, settled }));
  }
}
