import { type Database } from '@pezzottify/persistence';
import { type SyncEvents } from '../../live-sync/sync-events.js';
import { tellIfLost } from '../../permissions-admin/tell-if-lost.js';
import { endGrant, useGrant } from '../../storage/user/grant.repository.js';

/** Takes one unit of a grant's countdown. The request that takes the last one also ends the grant and tells the user. */
export class UseCountdown {
  constructor(
    private readonly database: Database,
    private readonly syncEvents: SyncEvents,
  ) {}

  /** False when no unit was left: the caller judges again, without this grant. */
  execute(grantId: number, now: number): Promise<boolean> {
    return this.database.write(async (tx) => {
      const use = await useGrant(tx, grantId, now);
      if (!use || use.left > 0) return use !== undefined;
      await endGrant(tx, grantId, now);
      await tellIfLost(tx, this.syncEvents, use, now);
      return true;
    });
  }
}
