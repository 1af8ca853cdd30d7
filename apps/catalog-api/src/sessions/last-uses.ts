import { type Logger } from '@pezzottify/observability';
import { type Database } from '@pezzottify/persistence';
import { type StoredSession, touchTokens } from '../storage/user/session.repository.js';
import { WrittenBehind } from '../written-behind.js';

/** A use is noted at most this often. */
const TOUCH_SECONDS = 60;

/** When sessions and their devices were last used. */
export class LastUses extends WrittenBehind {
  /** By the id of the token. */
  private readonly noted = new Map<number, { session: StoredSession; at: number }>();

  constructor(
    private readonly database: Pick<Database, 'write'>,
    private readonly logger: Logger,
  ) {
    super();
  }

  note(session: StoredSession, now: number): void {
    if (now - this.of(session) < TOUCH_SECONDS) return;
    this.noted.set(session.tokenId, { session, at: now });
  }

  /** Its last use, be it written or not. */
  of({ tokenId, lastUsed }: StoredSession): number {
    return Math.max(lastUsed, this.noted.get(tokenId)?.at ?? 0);
  }

  /** What could not be written stays noted. */
  protected async writeGathered(): Promise<void> {
    if (this.noted.size === 0) return;
    const uses = [...this.noted.values()];
    try {
      await this.database.write((tx) => touchTokens(tx, uses));
      for (const use of uses) if (this.noted.get(use.session.tokenId) === use) this.noted.delete(use.session.tokenId);
    } catch (error) {
      this.logger.warn({ err: error }, 'the last uses of sessions were not written');
    }
  }
}
