import { type Reader } from '@pezzottify/persistence';
import { type ActiveStatus } from '../queue/states.js';
import { ACTIVE } from './sql-words.js';

export interface QueueSize {
  readonly status: ActiveStatus;
  readonly priority: number;
  readonly size: number;
}

export function queueSizes(reader: Reader): Promise<QueueSize[]> {
  return reader.all<QueueSize>(
    `SELECT status, priority, count(*) AS size FROM download_queue INDEXED BY download_queue_status
     WHERE status IN ${ACTIVE} GROUP BY status, priority`,
  );
}

export interface StaleItem {
  readonly id: string;
  readonly contentType: string;
  readonly lastAttemptAt: number;
}

/** IN_PROGRESS although neither the item nor one of its children has moved, or was tried again, since `before`. Oldest first. */
export function staleItems(reader: Reader, before: number): Promise<StaleItem[]> {
  return reader.all<StaleItem>(
    `SELECT id, content_type AS contentType, last_attempt_at AS lastAttemptAt
     FROM download_queue q INDEXED BY download_queue_status
     WHERE status = 'IN_PROGRESS' AND last_attempt_at < ?1 AND ifnull(expanded_at, 0) < ?1 AND NOT EXISTS (
       SELECT 1 FROM download_queue c
       WHERE c.parent_id = q.id AND max(ifnull(c.last_attempt_at, 0), ifnull(c.completed_at, 0), ifnull(c.retried_at, 0)) >= ?1)
     ORDER BY last_attempt_at, rowid`,
    [before],
  );
}
