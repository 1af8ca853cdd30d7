import { type Reader, type WriteTransaction } from '@pezzottify/persistence';
import { toText } from './instant.js';

export const AUDITED_ACTIONS = ['trigger', 'cancel', 'pause', 'resume'] as const;
export type AuditedAction = (typeof AUDITED_ACTIONS)[number];

/** Who did something: of the caller's session. */
export interface Administrator {
  readonly id: number;
  readonly handle: string;
}

export interface AuditedDeed {
  readonly by: Administrator;
  readonly action: AuditedAction;
  readonly jobId: string;
  readonly runId?: number | null;
  readonly details: Readonly<Record<string, unknown>>;
}

/** In the transaction of the deed itself: neither is there without the other. */
export async function recordDeed(tx: WriteTransaction, deed: AuditedDeed, now: number): Promise<void> {
  await tx.run(
    'INSERT INTO job_audit (at, user_id, user_handle, action, job_id, run_id, details) VALUES (?, ?, ?, ?, ?, ?, ?)',
    [
      ...[toText(now), deed.by.id, deed.by.handle, deed.action, deed.jobId],
      ...[deed.runId ?? null, JSON.stringify(deed.details)],
    ],
  );
}

export interface AuditFilter {
  readonly jobId?: string | undefined;
  readonly action?: AuditedAction | undefined;
}

/** As stored; `details` is JSON. */
export interface AuditEntry {
  readonly id: number;
  readonly at: string;
  readonly userId: number;
  readonly userHandle: string;
  readonly action: AuditedAction;
  readonly jobId: string;
  readonly runId: number | null;
  readonly details: string;
}

const MATCHING = 'FROM job_audit WHERE (?1 IS NULL OR job_id = ?1) AND (?2 IS NULL OR action = ?2)';
const COLUMNS = `id, at, user_id AS userId, user_handle AS userHandle, action, job_id AS jobId, run_id AS runId, details`;

/** Newest first, and how many there are in all. */
export async function listAudit(
  reader: Reader,
  { jobId = null, action = null }: { readonly [Key in keyof AuditFilter]: AuditFilter[Key] | null },
  { limit, offset }: { limit: number; offset: number },
): Promise<{ entries: AuditEntry[]; total: number }> {
  const filter = [jobId, action];
  const sql = `SELECT ${COLUMNS} ${MATCHING} ORDER BY id DESC LIMIT ?3 OFFSET ?4`;
  const entries = await reader.all<AuditEntry>(sql, [...filter, limit, offset]);
  const row = await reader.get<{ total: number }>(`SELECT count(*) AS total ${MATCHING}`, filter);
  return { entries, total: row?.total ?? 0 };
}

/** Deletes at most `limit` entries older than `before`; returns how many. */
export async function pruneAudit(tx: WriteTransaction, before: number, limit: number): Promise<number> {
  const sql = 'DELETE FROM job_audit WHERE id IN (SELECT id FROM job_audit WHERE at < ? ORDER BY id LIMIT ?)';
  return (await tx.run(sql, [toText(before), limit])).changes;
}
