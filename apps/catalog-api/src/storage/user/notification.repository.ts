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

/** Newest first. */
export async function listNotifications(reader: Reader, userId: number): Promise<Notification[]> {
  const sql = `SELECT id, notification_type, title, body, data, read_at, created_at FROM user_notifications
    WHERE user_id = ? ORDER BY created_at DESC, rowid DESC LIMIT ${KEPT}`;
  const rows = await reader.all<Notification & { data: string }>(sql, [userId]);
  return rows.map((row) => ({ ...row, data: JSON.parse(row.data) as unknown }));
}
