import { type MessageBus } from '@pezzottify/messaging';
import { type Database } from '@pezzottify/persistence';
import { type EndedSessions } from '../live-sync/sockets/ended-sessions.js';
import { deleteTokens } from '../storage/user/session.repository.js';

/** Ends the presented session everywhere: its row, its sockets, and what other services have cached about it. */
export class Logout {
  constructor(
    private readonly database: Database,
    private readonly endedSessions: EndedSessions,
    private readonly bus: Pick<MessageBus, 'signal'>,
  ) {}

  async execute(userId: number, tokenHashes: readonly string[]): Promise<void> {
    await this.database.write((tx) => deleteTokens(tx, userId, tokenHashes));
    this.bus.signal('session.revoked', { user_id: userId });
    await this.endedSessions.sweep(userId);
  }
}
