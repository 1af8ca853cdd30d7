import { type SessionJudge } from '@pezzottify/access';
import { type Config } from '@pezzottify/config';
import { type SessionAdmitReply } from '@pezzottify/contracts';
import { type Logger } from '@pezzottify/observability';
import { admit, type PermissionName } from '@pezzottify/permissions';
import { type Database, KeptReads } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { findSession, touchToken, type StoredSession } from '../storage/user/session.repository.js';
import { type UseCountdown } from './countdown/use-countdown.usecase.js';
import { tokenHash } from './session-token.js';
import { isCacheable, isIdleTooLong, toSession } from './session-verdict.js';

export interface DatabaseSessionJudgeOptions {
  database: Database;
  countdown: UseCountdown;
  clock: Clock;
  logger: Logger;
  /** Kept, not copied: the limit changes while the service runs. */
  config: Pick<Config, 'sessionIdleDays'>;
}

/** The last use of a session is written at most this often. */
const TOUCH_SECONDS = 60;

/** Judges sessions by user.db. Only catalog-api has this; every other service asks it. */
export class DatabaseSessionJudge implements SessionJudge {
  /** By the hash of the token. */
  private readonly sessions: KeptReads<StoredSession>;
  /** Ids of the tokens whose last use is being written. */
  private readonly touching = new Set<number>();

  constructor(private readonly options: DatabaseSessionJudgeOptions) {
    const { database } = options;
    this.sessions = new KeptReads(database);
  }

  async admit(tokens: readonly string[], anyOf: readonly PermissionName[]): Promise<SessionAdmitReply> {
    for (const token of tokens) {
      const verdict = await this.judge(tokenHash(token), anyOf);
      if (verdict.kind !== 'no_session') return verdict;
    }
    return { kind: 'no_session' };
  }

  /**
   * Hash of the token that counts: the first of these that is a session. Only this one is the request's own; another that
   * it happens to carry is somebody else's business.
   */
  async countingHash(tokens: readonly string[]): Promise<string | undefined> {
    for (const hash of tokens.map(tokenHash)) {
      if (await this.find(hash, this.options.clock.seconds())) return hash;
    }
    return undefined;
  }

  /** Judged again as long as another request takes the last unit of a countdown first; each time there is one grant less. */
  private async judge(hash: string, anyOf: readonly PermissionName[]): Promise<SessionAdmitReply> {
    for (;;) {
      const { clock, countdown } = this.options;
      const now = clock.seconds();
      const stored = await this.find(hash, now);
      if (!stored) return { kind: 'no_session' };
      this.touch(stored, now);
      const admission = admit(anyOf, stored.roles, stored.grants, now);
      const session = toSession(stored, now);
      if (admission.kind === 'forbidden') return { kind: 'forbidden', session };
      if (admission.kind === 'admitted') return { kind: 'admitted', session, is_cacheable: isCacheable(stored) };
      if (await countdown.execute(admission.grantId, now)) return { kind: 'admitted', session, is_cacheable: false };
    }
  }

  private async find(hash: string, now: number): Promise<StoredSession | undefined> {
    const stored = await this.sessions.find(hash, () => findSession(this.options.database.reads, hash));
    return stored && isIdleTooLong(stored, this.options.config.sessionIdleDays, now) ? undefined : stored;
  }

  /** Nobody waits for it: a session whose last use could not be written is still a session. */
  private touch(stored: StoredSession, now: number): void {
    if (now - stored.lastUsed < TOUCH_SECONDS || this.touching.has(stored.tokenId)) return;
    const { database, logger } = this.options;
    this.touching.add(stored.tokenId);
    database
      .write((tx) => touchToken(tx, stored, now))
      .catch((error: unknown) => logger.warn({ err: error }, 'the last use of a session was not written'))
      .finally(() => this.touching.delete(stored.tokenId));
  }
}
