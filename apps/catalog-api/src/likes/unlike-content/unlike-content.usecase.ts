import { Inject, Injectable } from '@nestjs/common';
import { type Session } from '@pezzottify/contracts';
import { type Database } from '@pezzottify/persistence';
import { type SyncEvents } from '../../live-sync/sync-events.js';
import { deleteLike, type Like } from '../../storage/user/liked-content.repository.js';
import { SYNC_EVENTS, USER_DATABASE } from '../../tokens.js';
import { likePayload } from '../like-payload.js';

@Injectable()
export class UnlikeContent {
  constructor(
    @Inject(USER_DATABASE) private readonly database: Database,
    @Inject(SYNC_EVENTS) private readonly syncEvents: SyncEvents,
  ) {}

  /** What is not liked stays so, and nobody is told. */
  async execute({ user_id, device_id }: Session, like: Like): Promise<void> {
    await this.database.write(async (tx) => {
      if (!(await deleteLike(tx, user_id, like))) return;
      const event = { type: 'content_unliked', payload: likePayload(like) };
      await this.syncEvents.append(tx, user_id, event, device_id);
    });
  }
}
