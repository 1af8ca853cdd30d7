import { type SessionJudge } from '@pezzottify/access';
import { type SessionAdmitReply } from '@pezzottify/contracts';
import { type Logger } from '@pezzottify/observability';
import { admit, type PermissionName } from '@pezzottify/permissions';
import { type Database } from '@pezzottify/persistence';
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
  idleDays: number;
}

/** The last use of a session is written at most this often. */
const TOUCH_SECONDS = 60;

/** Judges sessions by user.db. Only catalog-api has this; every other service asks it. */
export class DatabaseSessionJudge implements SessionJudge {
  constructor(private readonly options: DatabaseSessionJudgeOptions) {}

  async admit(tokens: readonly string[], anyOf: readonly PermissionName[]): Promise<SessionAdmitReply> {
    for (const token of tokens) {
      const verdict = await this.judge(tokenHash(token), anyOf);
      if (verdict.kind !== 'no_session') return verdict;
    }
    return { kind: 'no_session' };
  }

  /** Judged again as long as another request takes the last unit of a countdown first; each time there is one grant less. */
  private async judge(hash: string, anyOf: readonly PermissionName[]): Promise<SessionAdmitReply> {
    for (;;) {
      const { clock, database, idleDays, countdown } = this.options;
      const now = clock.seconds();
      const stored = await findSession(database.reads, hash);
      if (!stored || isIdleTooLong(stored, idleDays, now)) return { kind: 'no_session' };
      this.touch(stored, now);
      const admission = admit(anyOf, stored.roles, stored.grants, now);
      const session = toSession(stored, now);
      if (admission.kind === 'forbidden') return { kind: 'forbidden', session };
      if (admission.kind === 'admitted') return { kind: 'admitted', session, is_cacheable: isCacheable(stored) };
      if (await countdown.execute(admission.grantId, now)) return { kind: 'admitted', session, is_cacheable: false };
    }
  }

  /** Nobody waits for it: a session whose last use could not be written is still a session. */
  private touch(stored: StoredSession, now: number): void {
    if (now - stored.lastUsed < TOUCH_SECONDS) return;
    const { database, logger } = this.options;
    database
      .write((tx) => touchToken(tx, stored, now))
      .catch((error: unknown) => logger.warn({ err: error }, 'the last use of a session was not written'));
  }
}
