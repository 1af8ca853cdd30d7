import { type Reader, type WriteTransaction } from '@pezzottify/persistence';

export async function countAuditBefore(reader: Reader, before: number): Promise<number> {
  const sql = 'SELECT count(*) AS count FROM download_audit_log WHERE timestamp < ?';
  return (await reader.get<{ count: number }>(sql, [before]))?.count ?? 0;
}

/** The oldest entries of before that instant, no more than `limit`; returns how many there were. */
export async function deleteAuditBefore(tx: WriteTransaction, before: number, limit: number): Promise<number> {
  const { changes } = await tx.run(
    `DELETE FROM download_audit_log WHERE id IN (
       SELECT id FROM download_audit_log INDEXED BY download_audit_log_timestamp WHERE timestamp < ?
       ORDER BY timestamp LIMIT ?)`,
    [before, limit],
  );
  return changes;
}
