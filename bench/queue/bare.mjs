import { randomUUID } from 'node:crypto';

const AUDIT = `INSERT INTO download_audit_log (timestamp, event_type, queue_item_id, content_type, content_id, user_id,
  request_source, details) VALUES `;
const audited = (rows) => AUDIT + rows.map(() => '(?, ?, ?, ?, ?, ?, ?, ?)').join(', ');
const EVENT = { specversion: '1.0', source: '/pezzottify/download-manager', type: 'download.progress.updated.v1' };

/** The statements that one claim and one settlement of `atOnce` tracks come to, on a bare connection, one after the other. */
export async function drainBare(connection, claimSql, atOnce, limit) {
  let done = 0;
  for (let round = 0; done < limit; round += 1) {
    const token = randomUUID().replaceAll('-', '');
    await connection.run('BEGIN IMMEDIATE');
    const items = await connection.all(claimSql, [2000, token, 'bare', 2060, atOnce, 1]);
    if (items.length > 0) await connection.run(audited(items), entries(items, 'DOWNLOAD_STARTED', null));
    await connection.run('COMMIT');
    if (items.length === 0) break;
    await settle(connection, items, token);
    done += items.length;
  }
  return done;
}

const entries = (items, type, details) =>
  items.flatMap((item) => [
    2000,
    type,
    item.id,
    'TRACK_AUDIO',
    item.contentId,
    item.requestedByUserId,
    'USER',
    details,
  ]);

async function settle(connection, items, token) {
  const ids = JSON.stringify(items.map(({ id }) => id));
  await connection.run('BEGIN IMMEDIATE');
  await connection.all(
    `SELECT * FROM json_each(?) i CROSS JOIN download_queue q ON q.id = i.value AND q.lease_token = ?`,
    [ids, token],
  );
  await connection.run(
    `UPDATE download_queue SET status = 'COMPLETED', completed_at = 2000, bytes_downloaded = 5000000,
       processing_duration_ms = 10, error_type = NULL, error_message = NULL, lease_token = NULL, lease_owner = NULL,
       lease_expires_at = NULL WHERE id IN (SELECT value FROM json_each(?)) AND status = 'IN_PROGRESS'`,
    [ids],
  );
  for (const parent of new Set(items.map(({ parentId }) => parentId))) await touchAlbum(connection, parent);
  await connection.run(
    audited(items),
    entries(items, 'DOWNLOAD_COMPLETED', '{"bytes_downloaded":5000000,"duration_ms":10}'),
  );
  await connection.run(
    `INSERT INTO download_activity_log VALUES (0, 0, 1, 0, 5000000, 0, 2000) ON CONFLICT (hour_bucket) DO UPDATE SET
       tracks_downloaded = tracks_downloaded + excluded.tracks_downloaded, last_updated_at = excluded.last_updated_at`,
  );
  await connection.run('COMMIT');
}

async function touchAlbum(connection, id) {
  const [{ progress }] = await connection.all(
    `UPDATE download_queue SET bytes_downloaded = ifnull(bytes_downloaded, 0) + 5000000 WHERE id = ?1 RETURNING (
       SELECT json_object('total', count(*), 'completed', count(*) FILTER (WHERE c.status = 'COMPLETED'))
       FROM download_queue c WHERE c.parent_id = ?1) AS progress`,
    [id],
  );
  await connection.run('INSERT INTO outbox (event_id, subject, body, created_at) VALUES (?, ?, ?, 2000)', [
    randomUUID(),
    'events.download.progress.updated.v1',
    JSON.stringify({ ...EVENT, data: { request_id: id, progress } }),
  ]);
}
