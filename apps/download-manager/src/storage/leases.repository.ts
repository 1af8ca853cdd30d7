import { type Reader, type WriteTransaction } from '@pezzottify/persistence';

export interface HeldLease {
  readonly itemId: string;
  readonly token: string;
}

/**
 * Extends those leases that are still held; returns the ids of their items. Never shortens one: the holder counts on what
 * it was given, also when leases have been configured shorter since.
 */
export async function renewLeases(
  tx: WriteTransaction,
  held: readonly HeldLease[],
  expiresAt: number,
): Promise<string[]> {
  const rows = await tx.all<{ id: string }>(
    `UPDATE download_queue SET lease_expires_at = max(lease_expires_at, ?1)
     WHERE (id, lease_token) IN (SELECT value ->> 'itemId', value ->> 'token' FROM json_each(?2)) RETURNING id`,
    [expiresAt, JSON.stringify(held)],
  );
  return rows.map(({ id }) => id);
}

/** IN_PROGRESS -> PENDING where the lease ran out: its holder's token fits no longer. Returns how many. */
export async function expireLeases(tx: WriteTransaction, now: number): Promise<number> {
  const { changes } = await tx.run(
    `UPDATE download_queue INDEXED BY download_queue_lease SET status = 'PENDING', lease_token = NULL, lease_owner = NULL, lease_expires_at = NULL
     WHERE status = 'IN_PROGRESS' AND lease_token IS NOT NULL AND lease_expires_at <= ?`,
    [now],
  );
  return changes;
}

/** RETRY_WAITING -> PENDING where the wait is over. The error stays until the next result. Returns how many. */
export async function promoteDue(tx: WriteTransaction, now: number): Promise<number> {
  const { changes } = await tx.run(
    `UPDATE download_queue INDEXED BY download_queue_retry SET status = 'PENDING', next_retry_at = NULL, waiting_cause = NULL
     WHERE status = 'RETRY_WAITING' AND next_retry_at <= ?`,
    [now],
  );
  return changes;
}

/** When the next lease ends or the next wait is over; null when nothing is leased and nothing waits. */
export async function nextDueAt(reader: Reader): Promise<number | null> {
  const row = await reader.get<{ at: number | null }>(
    `SELECT min(at) AS at FROM (
       SELECT min(lease_expires_at) AS at FROM download_queue INDEXED BY download_queue_lease WHERE lease_token IS NOT NULL
       UNION ALL SELECT min(next_retry_at) FROM download_queue INDEXED BY download_queue_retry WHERE status = 'RETRY_WAITING')`,
  );
  return row?.at ?? null;
}
