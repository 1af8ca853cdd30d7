import { type Reader } from '@pezzottify/persistence';
import { ACTIVE } from './sql-words.js';

/** What the limits of a user are compared with, counted at the moment of the question. */
export interface Standing {
  readonly requestsToday: number;
  readonly inQueue: number;
}

/**
 * Requests accepted since `dayStart`, cancelled and deleted ones included, and the user's active items: those first
 * asked for and not left, and those joined. ?1 JSON list of the users, ?2 the start of the day.
 */
export const STANDINGS = `SELECT u.value AS userId, (
    SELECT count(*) FROM download_audit_log INDEXED BY download_audit_log_requests
    WHERE event_type = 'REQUEST_CREATED' AND user_id = u.value AND timestamp >= ?2) AS requestsToday,
  (SELECT count(*) FROM download_queue q INDEXED BY download_queue_active_of_user
   WHERE q.requested_by_user_id = u.value AND q.parent_id IS NULL AND q.status IN ${ACTIVE} AND EXISTS (
     SELECT 1 FROM download_request_participant p WHERE p.queue_item_id = q.id AND p.user_id = u.value))
  + (SELECT count(*) FROM download_request_participant p INDEXED BY download_request_participant_joined
     JOIN download_queue q ON q.id = p.queue_item_id
     WHERE p.user_id = u.value AND p.has_joined = 1 AND q.status IN ${ACTIVE}) AS inQueue FROM json_each(?1) u`;

export async function standingOf(reader: Reader, userId: string, dayStart: number): Promise<Standing> {
  return (
    (await reader.get<Standing>(STANDINGS, [JSON.stringify([userId]), dayStart])) ?? { requestsToday: 0, inQueue: 0 }
  );
}
