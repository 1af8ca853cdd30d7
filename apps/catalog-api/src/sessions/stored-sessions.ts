import { type Database } from '@pezzottify/persistence';
import { findSession, type StoredSession } from '../storage/user/session.repository.js';

/** Some megabytes; those beyond are read again for each request. */
const MOST_KEPT = 10_000;

/**
 * Sessions as user.db holds them. A session read once is kept until anything at all is committed to user.db, by whatever
 * process: nobody has to think of telling this class, and what it answers is never older than what a statement would.
 */
export class StoredSessions {
  private readonly kept = new Map<string, StoredSession>();
  private version: number | undefined;

  constructor(private readonly database: Database) {}

  async find(tokenHash: string): Promise<StoredSession | undefined> {
    const version = this.database.dataVersion();
    if (version !== this.version) {
      this.version = version;
      this.kept.clear();
    }
    return this.kept.get(tokenHash) ?? (await this.read(tokenHash, version));
  }

  private async read(tokenHash: string, version: number): Promise<StoredSession | undefined> {
    const stored = await findSession(this.database.reads, tokenHash);
    const isStillSo = version === this.version && version === this.database.dataVersion();
    if (stored && isStillSo && this.kept.size < MOST_KEPT) this.kept.set(tokenHash, stored);
    return stored;
  }
}
