import { Inject, Injectable } from '@nestjs/common';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { TransitionJournal } from '../../audit/transition-journal.js';
import { retryItems } from '../../queue/retry-items.js';
import { retryRefusal } from '../../queue/retry-refusal.js';
import { findRetryCandidate } from '../../storage/retries.repository.js';
import { CLOCK, QUEUE_DATABASE } from '../../tokens.js';
import { ItemUnknownError, RetryNotEligibleError } from '../admin.errors.js';

export interface RetryCommand {
  readonly adminId: string;
  readonly itemId: string;
  readonly isForced: boolean;
}

/** An administrator has an item tried again, whatever its attempts. */
@Injectable()
export class RetryItem {
  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    private readonly journal: TransitionJournal,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute(command: RetryCommand): Promise<void> {
    return this.database.write((tx) => this.retry(tx, command));
  }

  private async retry(tx: WriteTransaction, { adminId, itemId, isForced }: RetryCommand): Promise<void> {
    const item = await findRetryCandidate(tx, itemId);
    if (!item) throw new ItemUnknownError();
    const refusal = retryRefusal(item, isForced);
    if (refusal !== null) throw new RetryNotEligibleError(refusal);
    const order = { adminId, isForced, now: this.clock.seconds() };
    await this.journal.record(tx, await retryItems(tx, [item], order));
  }
}
