import { type MessageBus } from '@pezzottify/messaging';
import { type Logger } from '@pezzottify/observability';
import { type EndedSessions } from '../live-sync/sockets/ended-sessions.js';

export interface RevocationOptions {
  bus: Pick<MessageBus, 'signal'>;
  endedSessions: Pick<EndedSessions, 'sweep'>;
  logger: Logger;
}

/** Ends what hangs on a session that has ended: the verdicts other services keep about it, and its open connections. */
export class Revocation {
  constructor(private readonly options: RevocationOptions) {}

  /**
   * After the commit that ended sessions of these users. It never rejects: the sessions are over whatever happens here, and
   * what is missed ends by itself, verdicts within 5 s and connections at the next sweep.
   */
  async announce(userIds: readonly number[]): Promise<void> {
    if (userIds.length === 0) return;
    const { bus, endedSessions, logger } = this.options;
    try {
      for (const user_id of userIds) bus.signal('session.revoked', { user_id });
      await endedSessions.sweep();
    } catch (error) {
      logger.warn({ err: error }, 'the end of sessions was not announced');
    }
  }
}
