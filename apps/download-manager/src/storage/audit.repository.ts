import { type WriteTransaction } from '@pezzottify/persistence';
import { type AuditEntry } from '../audit/audit-events.js';

/** Appends the entries in their order. */
export async function appendAudit(tx: WriteTransaction, entries: readonly AuditEntry[], now: number): Promise<void> {
  if (entries.length === 0) return;
  const values = entries.map(() => '(?, ?, ?, ?, ?, ?, ?, ?)').join(', ');
  await tx.run(
    `INSERT INTO download_audit_log (timestamp, event_type, queue_item_id, content_type, content_id, user_id,
       request_source, details) VALUES ${values}`,
    entries.flatMap((entry) => [
      now,
      entry.eventType,
      entry.queueItemId,
      entry.contentType,
      entry.contentId,
      entry.userId,
      entry.requestSource,
      entry.details === null ? null : JSON.stringify(entry.details),
    ]),
  );
}
