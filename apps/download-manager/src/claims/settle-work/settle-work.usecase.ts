import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type QueueSettleAllRequest } from '@pezzottify/contracts';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { GatheredCalls } from '@pezzottify/work-engine';
import { currentOrigin, type Origin } from '../../audit/origin.js';
import { TransitionJournal } from '../../audit/transition-journal.js';
import { backoffPolicyOf } from '../../queue/backoff.policy.js';
import { findAllLeased } from '../../storage/attempts.repository.js';
import { type QueueItem } from '../../storage/queue-item.js';
import { CLOCK, CONFIG, QUEUE_DATABASE } from '../../tokens.js';
import { giveUpOnCorrupt } from './corrupt-content.js';
import { type EndedAttempt, endAttempts } from './end-attempts.js';
import { type Ending, foldOutcome } from './fold-outcome.js';

export type Settlement = QueueSettleAllRequest['settlements'][number];
export type Settled = 'settled' | 'stale';

interface Reported {
  readonly settlements: readonly Settlement[];
  readonly origin: Origin;
}

/** Each may be about dozens of items. */
const MOST_AT_ONCE = 16;

/**
 * Takes workers' reports: next states, audit, activity, the albums' progress and events are one transaction. What several
 * workers report at the same moment is written together.
 */
@Injectable()
export class SettleWork {
  private readonly reports = new GatheredCalls<Reported, Settled[]>(
    (round) => this.database.write((tx) => this.settleAll(tx, round())),
    { most: MOST_AT_ONCE, isTriedAlone: () => true },
  );

  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    private readonly journal: TransitionJournal,
    @Inject(CONFIG) private readonly config: Pick<Config, 'downloadManager'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** One answer per report, in their order. */
  execute(settlements: readonly Settlement[]): Promise<Settled[]> {
    return this.reports.execute({ settlements, origin: currentOrigin() });
  }

  private async settleAll(tx: WriteTransaction, reports: readonly Reported[]): Promise<Settled[][]> {
    const now = this.clock.seconds();
    const claims = reports.flatMap(({ settlements }) =>
      settlements.map(({ item_id, lease_token }) => ({ id: item_id, leaseToken: lease_token })),
    );
    const held = new Map((await findAllLeased(tx, claims)).map((item) => [item.id, item]));
    const ended: EndedAttempt[] = [];
    const answers: Settled[][] = [];
    for (const { settlements, origin } of reports) {
      const ours = takeHeld(settlements, held);
      answers.push(ours.map((item) => (item ? 'settled' : 'stale')));
      for (const [at, { outcome }] of settlements.entries()) {
        const item = ours[at];
        if (item) ended.push({ item, ending: await this.fold(tx, item, outcome, now), origin });
      }
    }
    if (ended.length > 0) await this.journal.record(tx, await endAttempts(tx, ended, now));
    return answers;
  }

  private async fold(
    tx: WriteTransaction,
    item: QueueItem,
    outcome: Settlement['outcome'],
    now: number,
  ): Promise<Ending> {
    return foldOutcome(
      item,
      await giveUpOnCorrupt(tx, item, outcome),
      backoffPolicyOf(this.config.downloadManager),
      now,
    );
  }
}

/** The items these reports may settle, undefined where the lease is lost; each once: the first report ends its lease. */
function takeHeld(settlements: readonly Settlement[], held: Map<string, QueueItem>): (QueueItem | undefined)[] {
  return settlements.map(({ item_id, lease_token }) => {
    const item = held.get(item_id);
    if (item?.leaseToken !== lease_token) return undefined;
    held.delete(item_id);
    return item;
  });
}
