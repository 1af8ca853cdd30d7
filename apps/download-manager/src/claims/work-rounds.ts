import { Inject, Injectable } from '@nestjs/common';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { GatheredCalls } from '@pezzottify/work-engine';
import { TransitionJournal } from '../audit/transition-journal.js';
import { type ClaimedRow } from '../storage/claims.repository.js';
import { QUEUE_DATABASE } from '../tokens.js';
import { type Claim, TakeItems } from './claim-work/take-items.js';
import { type Report } from './settle-work/report.js';
import { SettleReports } from './settle-work/settle-reports.js';

export type Settled = 'settled' | 'stale';

/** A worker asks for items, or reports some. */
interface Call {
  readonly claim?: Claim;
  readonly reports?: readonly Report[];
}

interface Answer {
  readonly taken: readonly ClaimedRow[];
  readonly settled: readonly Settled[];
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
  private readonly calls = new GatheredCalls<Call, Answer>(
    (round) => this.database.write((tx) => this.answer(tx, round())),
    TERMS,
  );

  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    private readonly takeItems: TakeItems,
    private readonly settleReports: SettleReports,
    private readonly journal: TransitionJournal,
  ) {}

  async claim(claim: Claim): Promise<readonly ClaimedRow[]> {
    return (await this.calls.execute({ claim })).taken;
  }

  async report(reports: readonly Report[]): Promise<readonly Settled[]> {
    return (await this.calls.execute({ reports })).settled;
  }

  private async answer(tx: WriteTransaction, calls: readonly Call[]): Promise<Answer[]> {
    const reported = await this.settleReports.execute(
      tx,
      calls.flatMap(({ reports }) => reports ?? []),
    );
    const taken = await this.takeItems.execute(
      tx,
      calls.flatMap(({ claim }) => claim ?? []),
    );
    const effects = [...reported.effects, ...taken.effects];
    if (effects.length > 0) await this.journal.record(tx, ...effects);
    return calls.map(({ claim, reports = [] }) => ({
      taken: claim ? taken.of(claim) : [],
      settled: reports.map((report) => (reported.has(report) ? 'settled' : 'stale')),
    }));
  }
}
