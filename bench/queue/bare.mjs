import { randomUUID } from 'node:crypto';

const AUDIT = `INSERT INTO download_audit_log (timestamp, event_type, queue_item_id, content_type, content_id, user_id,
  request_source, details) VALUES `;
const audited = (rows) => AUDIT + rows.map(() => '(?, ?, ?, ?, ?, ?, ?, ?)').join(', ');
const EVENT = { specversion: '1.0', source: '/pezzottify/download-manager', type: 'download.progress.updated.v1' };

/**
 * The statements that one claim and one settlement of `atOnce` tracks come to, on a bare connection, one after the other;
 * `statements` are the product's own.
 */
export async function drainBare(connection, statements, atOnce, limit) {
  let done = 0;
  for (let round = 0; done < limit; round += 1) {
    const token = randomUUID().replaceAll('-', '');
    await connection.run('BEGIN IMMEDIATE');
    const leases = JSON.stringify(Array.from({ length: atOnce }, () => [token, 'bare', 2060]));
    // A quarter may be items that have waited too long, as the product does it.
    const slots = Math.floor((round + 1) * atOnce * 0.25) - Math.floor(round * atOnce * 0.25);
    const items = await connection.all(statements.CLAIM_FIRST, [2000, leases, atOnce, 100, 100, slots, 1500]);
    if (items.length > 0) await connection.run(audited(items), entries(items, 'DOWNLOAD_STARTED', null));
    await connection.run('COMMIT');
    if (items.length === 0) break;
    await settle(connection, statements, items, token);
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

async function settle(connection, { COMPLETE_LEASED, ADD_TO_ALBUMS }, items, token) {
  const stored = items.map(({ id }) => ({ id, leaseToken: token, bytes: 5_000_000, durationMs: 10 }));
  await connection.run('BEGIN IMMEDIATE');
  await connection.all(COMPLETE_LEASED, [2000, JSON.stringify(stored)]);
  const albums = Map.groupBy(items, ({ parentId }) => parentId);
  const changes = [...albums].map(([albumId, { length }]) => ({ albumId, bytes: length * 5_000_000 }));
  const states = await connection.all(ADD_TO_ALBUMS, [JSON.stringify(changes)]);
  await connection.run(
    audited(items),
    entries(items, 'DOWNLOAD_COMPLETED', '{"bytes_downloaded":5000000,"duration_ms":10}'),
  );
  await connection.run(
    `INSERT INTO download_activity_log VALUES (0, 0, 1, 0, 5000000, 0, 2000) ON CONFLICT (hour_bucket) DO UPDATE SET
       tracks_downloaded = tracks_downloaded + excluded.tracks_downloaded, last_updated_at = excluded.last_updated_at`,
  );
  await connection.run(
    `INSERT INTO outbox (event_id, subject, body, created_at)
     SELECT e.value ->> 0, 'events.download.progress.updated.v1', e.value ->> 1, 2000 FROM json_each(?) e`,
    [JSON.stringify(states.map(({ id, progress }) => [randomUUID(), eventOf(id, progress)]))],
  );
  await connection.run('COMMIT');
}

const eventOf = (id, progress) => JSON.stringify({ ...EVENT, data: { request_id: id, progress } });
