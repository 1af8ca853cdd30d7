import { type DownloadContentType } from '@pezzottify/contracts';
import { type Reader } from '@pezzottify/persistence';

export interface Content {
  readonly contentType: DownloadContentType;
  readonly contentId: string;
}

/**
 * How often this content came corrupt, whatever items it was fetched for, since it last arrived whole or an administrator
 * had it tried again. Counted from the audit log, and so forgotten with it.
 */
export async function corruptAttempts(reader: Reader, { contentType, contentId }: Content): Promise<number> {
  const row = await reader.get<{ n: number }>(
    `SELECT count(*) AS n FROM download_audit_log INDEXED BY download_audit_log_content
     WHERE content_type = ?1 AND content_id = ?2 AND event_type IN ('RETRY_SCHEDULED', 'DOWNLOAD_FAILED')
       AND details ->> 'error_type' = 'corruption' AND id > ifnull((
         SELECT max(id) FROM download_audit_log INDEXED BY download_audit_log_content
         WHERE content_type = ?1 AND content_id = ?2 AND event_type IN ('DOWNLOAD_COMPLETED', 'ADMIN_RETRY')), 0)`,
    [contentType, contentId],
  );
  return row?.n ?? 0;
}
