import { Inject, Injectable } from '@nestjs/common';
import { type Session } from '@pezzottify/contracts';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { type SyncEvents } from '../../live-sync/sync-events.js';
import { insertLike, type Like } from '../../storage/user/liked-content.repository.js';
import { CLOCK, SYNC_EVENTS, USER_DATABASE } from '../../tokens.js';
import { likePayload } from '../like-payload.js';

@Injectable()
export class LikeContent {
  constructor(
    @Inject(USER_DATABASE) private readonly database: Database,
    @Inject(SYNC_EVENTS) private readonly syncEvents: SyncEvents,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What is liked already stays as it is, and nobody is told. The content need not exist. */
  async execute({ user_id, device_id }: Session, like: Like): Promise<void> {
    await this.database.write(async (tx) => {
      if (!(await insertLike(tx, user_id, like, this.clock.seconds()))) return;
      const event = { type: 'content_liked', payload: likePayload(like) };
      await this.syncEvents.append(tx, user_id, event, device_id);
    });
  }
}
