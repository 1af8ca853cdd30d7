import { type Session, type SessionAdmitReply } from '@pezzottify/contracts';
import { type PermissionName } from '@pezzottify/permissions';

/** What is looked at in the middle of a verdict; each may throw, which ends it. */
export interface AdmissionChecks {
  /** It is known who asks (null: nobody), not yet whether they may. */
  known(session: Session | null): void;
  /** They may; nothing was used up for it yet. */
  permitted(): void;
}

/** Decides whether a request may pass. Only catalog-api knows sessions; the other services ask it. */
export interface SessionJudge {
  /**
   * `tokens` in the order in which they count: the first valid one decides. An empty `anyOf` asks for a session only.
   * Admission through a grant with a countdown uses up one unit; a judge that can makes the `checks` before that.
   */
  admit(
    tokens: readonly string[],
    anyOf: readonly PermissionName[],
    checks?: AdmissionChecks,
  ): Promise<SessionAdmitReply>;
}
