import { Inject, Injectable } from '@nestjs/common';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { TransitionJournal } from '../../audit/transition-journal.js';
import { cancelledBy } from '../../audit/transition-effects.js';
import { isActive } from '../../queue/states.js';
import { participantsOfAll, removeParticipant } from '../../storage/participants.repository.js';
import { type CancellableItem, cancelItem, findRequest } from '../../storage/requests.repository.js';
import { CLOCK, QUEUE_DATABASE } from '../../tokens.js';
import { RequestFinishedError, RequestUnknownError } from '../intake.errors.js';

/** Takes a user out of a request, and ends the request when nobody is left in it. */
@Injectable()
export class CancelRequest {
  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    private readonly journal: TransitionJournal,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute(userId: string, requestId: string): Promise<void> {
    return this.database.write((tx) => this.cancel(tx, userId, requestId));
  }

  private async cancel(tx: WriteTransaction, userId: string, requestId: string): Promise<void> {
    const item = await findRequest(tx, requestId, userId);
    if (!item) throw new RequestUnknownError();
    if (!isCancellable(item)) throw new RequestFinishedError(item.status);
    const cancelled = await this.leaveOrEnd(tx, item, userId);
    await this.journal.record(tx, cancelledBy(userId, item, item.status, cancelled));
  }

  /** The last one stays in the record of an ended request, so that it can still be seen as cancelled. */
  private async leaveOrEnd(tx: WriteTransaction, item: CancellableItem, userId: string): Promise<string[]> {
    const everyone = (await participantsOfAll(tx, [item.id])).get(item.id) ?? [];
    // What the watchdog repairs is wanted by more than those who joined it.
    const isWantedByOthers = everyone.length > 1 || item.requestSource !== 'USER';
    if (!isWantedByOthers) return cancelItem(tx, item.id, this.clock.seconds());
    await removeParticipant(tx, item.id, userId);
    return [];
  }
}

const isCancellable = ({ status, contentType }: CancellableItem): boolean =>
  isActive(status) && (status !== 'IN_PROGRESS' || contentType === 'ALBUM');
