import { Inject, Injectable } from '@nestjs/common';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { TransitionJournal } from '../../audit/transition-journal.js';
import { retryItems } from '../../queue/retry-items.js';
import { type RetryCandidate } from '../../storage/retries.repository.js';
import { failedCandidates, type FailedFilter } from '../../storage/retry-candidates.repository.js';
import { CLOCK, QUEUE_DATABASE } from '../../tokens.js';

export interface RetryFailedCommand {
  readonly adminId: string;
  readonly filter: FailedFilter;
  readonly limit: number;
}

export interface RetriedFailures {
  readonly retried: number;
  /** There are more that the filter fits; asking again takes them. */
  readonly hasMore: boolean;
}

/** Has everything tried again that failed in a certain way, in one transaction with a fixed number of statements. */
@Injectable()
export class RetryFailed {
  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    private readonly journal: TransitionJournal,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute(command: RetryFailedCommand): Promise<RetriedFailures> {
    return this.database.write((tx) => this.retry(tx, command));
  }

  private async retry(tx: WriteTransaction, { adminId, filter, limit }: RetryFailedCommand): Promise<RetriedFailures> {
    const found = await failedCandidates(tx, filter, limit + 1);
    const items = withoutThoseOfTheirAlbums(found.slice(0, limit));
    const order = { adminId, isForced: false, now: this.clock.seconds() };
    await this.journal.record(tx, await retryItems(tx, items, order));
    return { retried: items.length, hasMore: found.length > limit };
  }
}

/** An album takes its failed children with it. */
function withoutThoseOfTheirAlbums(items: readonly RetryCandidate[]): RetryCandidate[] {
  const ids = new Set(items.map(({ id }) => id));
  return items.filter(({ parentId }) => parentId === null || !ids.has(parentId));
}
