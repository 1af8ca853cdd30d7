import { type AuditRow } from '../../storage/audit-log.repository.js';
import { type AuditEntryView } from './audit-entry.view.js';

export const toAuditEntryView = (row: AuditRow): AuditEntryView => ({
  id: row.id,
  timestamp: row.timestamp,
  event_type: row.eventType,
  queue_item_id: row.queueItemId,
  content_type: row.contentType,
  content_id: row.contentId,
  user_id: row.userId,
  request_source: row.requestSource,
  details: detailsOf(row.details),
});

/** One unreadable row must not keep the log from being read. */
function detailsOf(text: string | null): object | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}
