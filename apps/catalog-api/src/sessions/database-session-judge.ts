import { type AdmissionChecks, type SessionJudge } from '@pezzottify/access';
import { type Config } from '@pezzottify/config';
import { type SessionAdmitReply } from '@pezzottify/contracts';
import { admit, type PermissionName } from '@pezzottify/permissions';
import { type Database, KeptReads } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { findSession, type StoredSession } from '../storage/user/session.repository.js';
import { type UseCountdown } from './countdown/use-countdown.usecase.js';
import { type LastUses } from './last-uses.js';
import { tokenHash } from './session-token.js';
import { isCacheable, isIdleTooLong, toSession } from './session-verdict.js';

export interface DatabaseSessionJudgeOptions {
  database: Database;
  countdown: UseCountdown;
  lastUses: Pick<LastUses, 'note' | 'of'>;
  clock: Clock;
  /** Kept, not copied: the limit changes while the service runs. */
  config: Pick<Config, 'sessionIdleDays'>;
}

const NONE: AdmissionChecks = { known: () => undefined, permitted: () => undefined };

/** Judges sessions by user.db. Only catalog-api has this; every other service asks it. */
export class DatabaseSessionJudge implements SessionJudge {
  /** By the hash of the token. */
  private readonly sessions: KeptReads<StoredSession>;

  constructor(private readonly options: DatabaseSessionJudgeOptions) {
    const { database } = options;
    this.sessions = new KeptReads(database);
  }

  async admit(
    tokens: readonly string[],
    anyOf: readonly PermissionName[],
    checks: AdmissionChecks = NONE,
  ): Promise<SessionAdmitReply> {
    for (const token of tokens) {
      const verdict = await this.judge(tokenHash(token), anyOf, checks);
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
  private async judge(
    hash: string,
    anyOf: readonly PermissionName[],
    checks: AdmissionChecks,
  ): Promise<SessionAdmitReply> {
    for (;;) {
      const { clock, countdown, lastUses } = this.options;
      const now = clock.seconds();
      const stored = await this.find(hash, now);
      if (!stored) return { kind: 'no_session' };
      lastUses.note(stored, now);
      const session = toSession(stored, now);
      checks.known(session);
      const admission = admit(anyOf, stored.roles, stored.grants, now);
      if (admission.kind === 'forbidden') return { kind: 'forbidden', session };
      checks.permitted();
      if (admission.kind === 'admitted') return { kind: 'admitted', session, is_cacheable: isCacheable(stored) };
      if (await countdown.execute(admission.grantId, now)) return { kind: 'admitted', session, is_cacheable: false };
    }
  }

  private async find(hash: string, now: number): Promise<StoredSession | undefined> {
    const { database, lastUses, config } = this.options;
    const stored = await this.sessions.find(hash, () => findSession(database.reads, hash));
    return stored && isIdleTooLong(lastUses.of(stored), config.sessionIdleDays, now) ? undefined : stored;
  }
}
