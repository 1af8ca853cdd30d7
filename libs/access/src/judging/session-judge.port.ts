import { type SessionAdmitReply } from '@pezzottify/contracts';
import { type PermissionName } from '@pezzottify/permissions';

/** Decides whether a request may pass. Only catalog-api knows sessions; the other services ask it. */
export interface SessionJudge {
  /**
   * `tokens` in the order in which they count: the first valid one decides. An empty `anyOf` asks for a session only.
   * Admission through a grant with a countdown uses up one unit.
   */
  admit(tokens: readonly string[], anyOf: readonly PermissionName[]): Promise<SessionAdmitReply>;
}
