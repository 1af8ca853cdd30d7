import { type DownloadContentType, type DownloadSource } from '@pezzottify/contracts';
import { type Reader } from '@pezzottify/persistence';
import { type AuditEventType } from '../audit/audit-events.js';
import { type Conditions, conditionsOf } from './conditions.js';

export interface AuditRow {
  readonly id: number;
  readonly timestamp: number;
  readonly eventType: AuditEventType;
  readonly queueItemId: string | null;
  readonly contentType: DownloadContentType | null;
  readonly contentId: string | null;
  readonly userId: string | null;
  readonly requestSource: DownloadSource | null;
  /** JSON. */
  readonly details: string | null;
}

/** What is undefined is not asked for; the rest combines with "and". Both instants are included. */
export interface AuditFilter {
  readonly queueItemId?: string | undefined;
  readonly userId?: string | undefined;
  readonly eventType?: AuditEventType | undefined;
  readonly contentType?: DownloadContentType | undefined;
  readonly contentId?: string | undefined;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

const COLUMNS = `id, timestamp, event_type AS eventType, queue_item_id AS queueItemId, content_type AS contentType,
  content_id AS contentId, user_id AS userId, request_source AS requestSource, details`;

const CONDITIONS: Conditions<AuditFilter> = {
  queueItemId: 'queue_item_id = ?',
  userId: 'user_id = ?',
  eventType: 'event_type = ?',
  contentType: 'content_type = ?',
  contentId: 'content_id = ?',
  since: 'timestamp >= ?',
  until: 'timestamp <= ?',
};

/** Newest first. */
export function auditEntries(
  reader: Reader,
  filter: AuditFilter,
  { limit, offset }: { limit: number; offset: number },
): Promise<AuditRow[]> {
  const { sql, values } = conditionsOf(CONDITIONS, filter);
  return reader.all<AuditRow>(
    `SELECT ${COLUMNS} FROM download_audit_log WHERE ${sql} ORDER BY timestamp DESC, id DESC LIMIT ? OFFSET ?`,
    [...values, limit, offset],
  );
}

export async function countAuditEntries(reader: Reader, filter: AuditFilter): Promise<number> {
  const { sql, values } = conditionsOf(CONDITIONS, filter);
  const row = await reader.get<{ n: number }>(`SELECT count(*) AS n FROM download_audit_log WHERE ${sql}`, values);
  return row?.n ?? 0;
}

/** All about one item, oldest first. */
export function auditOfItem(reader: Reader, itemId: string): Promise<AuditRow[]> {
  return reader.all<AuditRow>(
    `SELECT ${COLUMNS} FROM download_audit_log WHERE queue_item_id = ? ORDER BY timestamp, id`,
    [itemId],
  );
}
