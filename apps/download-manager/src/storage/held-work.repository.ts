import { type DownloadContentType } from '@pezzottify/contracts';
import { type Reader } from '@pezzottify/persistence';

/** An item in the hands of a worker. */
export interface HeldWork {
  readonly worker: string;
  readonly id: string;
  readonly contentType: DownloadContentType;
  readonly contentId: string;
  readonly contentName: string | null;
  readonly claimedAt: number;
  readonly leaseExpiresAt: number;
}

export function heldWork(reader: Reader): Promise<HeldWork[]> {
  return reader.all<HeldWork>(
    `SELECT lease_owner AS worker, id, content_type AS contentType, content_id AS contentId,
       content_name AS contentName, last_attempt_at AS claimedAt, lease_expires_at AS leaseExpiresAt
     FROM download_queue INDEXED BY download_queue_lease WHERE lease_token IS NOT NULL ORDER BY last_attempt_at, rowid`,
  );
}
