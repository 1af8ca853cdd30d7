import { type Database } from '@pezzottify/persistence';
import { deleteToken } from '../storage/user/session.repository.js';
import { type DatabaseSessionJudge } from './database-session-judge.js';
import { type Revocation } from './revocation.js';

/** Ends the session of a request everywhere: its row, its sockets, and what other services have cached about it. */
export class Logout {
  constructor(
    private readonly database: Database,
    private readonly judge: Pick<DatabaseSessionJudge, 'countingHash'>,
    private readonly revocation: Revocation,
  ) {}

  /** `tokens` as the request presents them. Only the one that counts ends: the other may be the session of another device. */
  async execute(userId: number, tokens: readonly string[]): Promise<void> {
    const hash = await this.judge.countingHash(tokens);
    if (hash === undefined) return;
    await this.database.write((tx) => deleteToken(tx, userId, hash));
    await this.revocation.announce([userId]);
  }
}
