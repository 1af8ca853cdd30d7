import { type Reader, type WriteTransaction } from '@pezzottify/persistence';

/** A notification as clients see it. */
export interface Notification {
  readonly id: string;
  readonly notification_type: string;
  readonly title: string;
  readonly body: string | null;
  readonly data: unknown;
  readonly read_at: number | null;
  readonly created_at: number;
}

const KEPT = 100;
const INSERT = `INSERT INTO user_notifications (id, user_id, notification_type, title, body, data, created_at)
  VALUES (?, ?, ?, ?, ?, ?, ?)`;
const PRUNE = `DELETE FROM user_notifications WHERE rowid IN (SELECT rowid FROM user_notifications
  WHERE user_id = ? ORDER BY created_at DESC, rowid DESC LIMIT -1 OFFSET ${KEPT})`;

/** Adds it and lets the user's oldest go beyond a hundred. */
export async function insertNotification(tx: WriteTransaction, userId: number, one: Notification): Promise<void> {
  const data = JSON.stringify(one.data);
  await tx.run(INSERT, [one.id, userId, one.notification_type, one.title, one.body, data, one.created_at]);
  await tx.run(PRUNE, [userId]);
}

type Row = Notification & { readonly data: string };

const COLUMNS = 'id, notification_type, title, body, data, read_at, created_at';

/** Newest first. */
export async function listNotifications(reader: Reader, userId: number): Promise<Notification[]> {
  const sql = `SELECT ${COLUMNS} FROM user_notifications
    WHERE user_id = ? ORDER BY created_at DESC, rowid DESC LIMIT ${KEPT}`;
  return (await reader.all<Row>(sql, [userId])).map(notificationOf);
}

/** Undefined when there is none or it is another user's. */
export async function findNotification(reader: Reader, userId: number, id: string): Promise<Notification | undefined> {
  const row = await reader.get<Row>(`SELECT ${COLUMNS} FROM user_notifications WHERE id = ? AND user_id = ?`, [
    id,
    userId,
  ]);
  return row && notificationOf(row);
}

const MARK_READ = `UPDATE user_notifications SET read_at = ? WHERE id = ? AND user_id = ? AND read_at IS NULL
  RETURNING ${COLUMNS}`;

/** The notification as it is now; undefined when it was read before, or is not the user's. */
export async function markNotificationRead(
  tx: WriteTransaction,
  userId: number,
  id: string,
  now: number,
): Promise<Notification | undefined> {
  const row = await tx.get<Row>(MARK_READ, [now, id, userId]);
  return row && notificationOf(row);
}

const notificationOf = (row: Row): Notification => ({ ...row, data: JSON.parse(row.data) as unknown });
