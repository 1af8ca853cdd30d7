import { Inject, Injectable } from '@nestjs/common';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { effects, type Effects } from '../../audit/effects.js';
import { deletedBy } from '../../audit/transition-effects.js';
import { TransitionJournal } from '../../audit/transition-journal.js';
import { followUpAlbum } from '../../queue/follow-up-album.js';
import { deleteItem, type DeletedItem, findItem, noteWhetherWanted } from '../../storage/deletions.repository.js';
import { participantsOfAll } from '../../storage/participants.repository.js';
import { leasedAmong } from '../../storage/retries.repository.js';
import { CLOCK, QUEUE_DATABASE } from '../../tokens.js';
import { ItemUnknownError } from '../admin.errors.js';

/** Takes an item out of the queue, whatever its state, with its children. What it left in the audit log stays. */
@Injectable()
export class DeleteItem {
  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    private readonly journal: TransitionJournal,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute(adminId: string, itemId: string): Promise<void> {
    return this.database.write((tx) => this.delete(tx, adminId, itemId));
  }

  private async delete(tx: WriteTransaction, adminId: string, itemId: string): Promise<void> {
    const item = await findItem(tx, itemId);
    if (!item) throw new ItemUnknownError();
    const users = (await participantsOfAll(tx, [itemId])).get(itemId) ?? [];
    const stopped = await leasedAmong(tx, [itemId]);
    if (item.contentType === 'ALBUM') await noteWhetherWanted(tx, item, this.clock.seconds());
    await deleteItem(tx, itemId);
    await this.journal.record(
      tx,
      deletedBy(adminId, item, users),
      effects({ notices: stopped.length === 0 ? [] : [{ kind: 'items_cancelled', itemIds: stopped }] }),
      await this.followUp(tx, item),
    );
  }

  /** It may have been the last child that its album waited for. */
  private async followUp(tx: WriteTransaction, { parentId, bytesDownloaded }: DeletedItem): Promise<Effects> {
    if (parentId === null) return effects({});
    return followUpAlbum(tx, parentId, -(bytesDownloaded ?? 0), this.clock.seconds());
  }
}
