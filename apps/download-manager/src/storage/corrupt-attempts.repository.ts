import { type DownloadContentType } from '@pezzottify/contracts';
import { type Reader } from '@pezzottify/persistence';

export interface Content {
  readonly contentType: DownloadContentType;
  readonly contentId: string;
}

/**
 * How often this content came corrupt, whatever items it was fetched for, since it last arrived whole or an administrator
 * had it tried again, be it with its album. Counted from the audit log, and so forgotten with it. The arguments are SQL.
 */
export const corruptAttemptsOf = (contentType: string, contentId: string): string => `(
  SELECT count(*) FROM download_audit_log a INDEXED BY download_audit_log_content
  WHERE a.content_type = ${contentType} AND a.content_id = ${contentId}
    AND a.event_type IN ('RETRY_SCHEDULED', 'DOWNLOAD_FAILED') AND a.details ->> 'error_type' = 'corruption'
    AND a.id > ifnull((
      SELECT max(s.id) FROM download_audit_log s INDEXED BY download_audit_log_content
      WHERE s.content_type = ${contentType} AND s.content_id = ${contentId}
        AND s.event_type IN ('DOWNLOAD_COMPLETED', 'ADMIN_RETRY')), 0)
    AND a.timestamp >= ifnull((
      SELECT max(r.retried_at) FROM download_queue r INDEXED BY download_queue_content
      WHERE r.content_type = ${contentType} AND r.content_id = ${contentId}), 0))`;

export async function corruptAttempts(reader: Reader, { contentType, contentId }: Content): Promise<number> {
  const sql = `SELECT ${corruptAttemptsOf('?1', '?2')} AS n`;
  return (await reader.get<{ n: number }>(sql, [contentType, contentId]))?.n ?? 0;
}
