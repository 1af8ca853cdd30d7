import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type QueueSettleAllRequest } from '@pezzottify/contracts';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { type BackoffPolicy } from '@pezzottify/work-engine';
import { TransitionJournal } from '../../audit/transition-journal.js';
import { findAllLeased } from '../../storage/attempts.repository.js';
import { type QueueItem } from '../../storage/queue-item.js';
import { CLOCK, CONFIG, QUEUE_DATABASE } from '../../tokens.js';
import { giveUpOnCorrupt } from './corrupt-content.js';
import { type EndedAttempt, endAttempts } from './end-attempts.js';
import { foldOutcome } from './fold-outcome.js';

export type Settlement = QueueSettleAllRequest['settlements'][number];
export type Settled = 'settled' | 'stale';

/** Takes workers' reports: next states, audit, activity, the albums' progress and events are one transaction. */
@Injectable()
export class SettleWork {
  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    private readonly journal: TransitionJournal,
    @Inject(CONFIG) private readonly config: Pick<Config, 'downloadManager'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** One answer per report, in their order. */
  execute(settlements: readonly Settlement[]): Promise<Settled[]> {
    return this.database.write((tx) => this.settle(tx, settlements));
  }

  private async settle(tx: WriteTransaction, settlements: readonly Settlement[]): Promise<Settled[]> {
    const now = this.clock.seconds();
    const claims = settlements.map(({ item_id, lease_token }) => ({ id: item_id, leaseToken: lease_token }));
    const items = new Map((await findAllLeased(tx, claims)).map((item) => [item.id, item]));
    const ended: EndedAttempt[] = [];
    const answers: Settled[] = [];
    for (const { item_id, lease_token, outcome } of settlements) {
      const item = items.get(item_id);
      const isOurs = item?.leaseToken === lease_token;
      answers.push(isOurs ? 'settled' : 'stale');
      if (!isOurs) continue;
      // The same item twice in one list: the first report ended its lease.
      items.delete(item_id);
      ended.push(await this.fold(tx, item, outcome, now));
    }
    if (ended.length > 0) await this.journal.record(tx, await endAttempts(tx, ended, now));
    return answers;
  }

  private async fold(
    tx: WriteTransaction,
    item: QueueItem,
    outcome: Settlement['outcome'],
    now: number,
  ): Promise<EndedAttempt> {
    return { item, ending: foldOutcome(item, await giveUpOnCorrupt(tx, item, outcome), this.backoff, now) };
  }

  private get backoff(): BackoffPolicy {
    const { initialBackoffSecs, maxBackoffSecs, backoffMultiplier } = this.config.downloadManager;
    return { initialSeconds: initialBackoffSecs, maxSeconds: maxBackoffSecs, multiplier: backoffMultiplier };
  }
}
