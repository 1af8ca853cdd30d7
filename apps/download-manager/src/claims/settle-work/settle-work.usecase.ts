import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type QueueSettleReply, type QueueSettleRequest } from '@pezzottify/contracts';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { type BackoffPolicy } from '@pezzottify/work-engine';
import { TransitionJournal } from '../../audit/transition-journal.js';
import { findLeased } from '../../storage/attempts.repository.js';
import { CLOCK, CONFIG, QUEUE_DATABASE } from '../../tokens.js';
import { endAttempt } from './end-attempt.js';
import { foldOutcome } from './fold-outcome.js';

/** Takes a worker's report: next state, audit, activity, the album's progress and events are one transaction. */
@Injectable()
export class SettleWork {
  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    private readonly journal: TransitionJournal,
    @Inject(CONFIG) private readonly config: Pick<Config, 'downloadManager'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(request: QueueSettleRequest): Promise<QueueSettleReply> {
    return this.database.write(async (tx) => ({ kind: (await this.settle(tx, request)) ? 'settled' : 'stale' }));
  }

  private async settle(tx: WriteTransaction, { item_id, lease_token, outcome }: QueueSettleRequest): Promise<boolean> {
    const item = await findLeased(tx, item_id, lease_token);
    if (!item) return false;
    const now = this.clock.seconds();
    const ending = foldOutcome(item, outcome, this.backoff, now);
    await this.journal.record(tx, await endAttempt(tx, item, ending, now));
    return true;
  }

  private get backoff(): BackoffPolicy {
    const { initialBackoffSecs, maxBackoffSecs, backoffMultiplier } = this.config.downloadManager;
    return { initialSeconds: initialBackoffSecs, maxSeconds: maxBackoffSecs, multiplier: backoffMultiplier };
  }
}
