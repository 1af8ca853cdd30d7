import { type Reader, type WriteTransaction } from '@pezzottify/persistence';

const AT_A_TIME = 500;

export interface OutdatedEvents {
  readonly userId: number;
  /** Everything below this seq may go. */
  readonly keepFrom: number;
}

/** The users with events from before that instant, and from where on theirs are kept: the first later one, or the newest. */
export function outdatedEvents(reader: Reader, before: number): Promise<OutdatedEvents[]> {
  return reader.all<OutdatedEvents>(
    `SELECT u.id AS userId, ifnull(
       (SELECT seq FROM user_events k WHERE k.user_id = u.id AND k.server_timestamp >= ?1 ORDER BY seq LIMIT 1),
       u.last_event_seq) AS keepFrom
     FROM user u WHERE u.id IN (SELECT user_id FROM user_events WHERE server_timestamp < ?1)
     ORDER BY u.id`,
    [before],
  );
}

/** Deletes the oldest events below that seq, a few; returns how many. */
export async function deleteOldest(tx: WriteTransaction, userId: number, keepFrom: number): Promise<number> {
  const { changes } = await tx.run(
    `DELETE FROM user_events WHERE user_id = ?1 AND seq < ?2
       AND seq < (SELECT min(seq) FROM user_events WHERE user_id = ?1) + ${AT_A_TIME}`,
    [userId, keepFrom],
  );
  return changes;
}
