import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from './rows.mjs';

const silent = { info() {}, warn() {}, error() {}, debug() {}, child: () => silent };
const clock = { seconds: () => 2000, millis: () => 2_000_000 };
const config = {
  downloadManager: { userMaxRequestsPerDay: 1e9, userMaxQueueSize: 1e9, maxRetries: 5 },
};

/** A migrated database in a folder of its own, with the product's code on it and, beside it, a bare connection. */
export async function openQueue(source) {
  const directory = mkdtempSync(join(tmpdir(), 'pezzottify-bulk-'));
  const options = { directory, owner: 'bench', logger: silent, exclusive: false };
  const database = await source.Database.open(source.queueDatabase, options);
  const bare = await open(join(directory, 'download_queue.db'));
  return {
    bare,
    accept: new source.AcceptAlbums(database, new source.TransitionJournal(clock), config, clock),
    repairs: new source.QueueRepairs(database, new source.TransitionJournal(clock), config, clock),
    close: async () => {
      await bare.close();
      await database.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const albums = (prefix, count) =>
  Array.from({ length: count }, (_, at) => ({ id: `${prefix}-${at}`, name: `Album ${at}`, artistName: 'The Pilots' }));

/** A discography as the product accepts it. */
export const acceptBulk = ({ accept }, userId, prefix, count) =>
  accept.execute({ userId, albums: albums(prefix, count), complete: new Set(), requestType: 'discography' });

const event = (id, album) =>
  JSON.stringify({ specversion: '1.0', id: randomUUID(), source: '/pezzottify/download-manager', data: { id, album } });

/** The same rows of all four tables, one statement each, in one transaction and with nothing asked before. */
export async function insertBulk({ bare }, userId, prefix, count) {
  const items = albums(prefix, count).map((album) => ({ ...album, item: randomUUID() }));
  const many = (one) => items.map(() => one).join(', ');
  await bare.run('BEGIN IMMEDIATE');
  await bare.run(
    `INSERT INTO download_queue (id, status, priority, content_type, content_id, content_name, artist_name, request_source,
       requested_by_user_id, created_at, max_retries) VALUES ${many(`(?, 'PENDING', 2, 'ALBUM', ?, ?, ?, 'USER', ?, 2000, 5)`)}`,
    items.flatMap(({ item, id, name, artistName }) => [item, id, name, artistName, userId]),
  );
  await bare.run(
    `INSERT INTO download_request_participant VALUES ${many('(?, ?, 2000, 0)')}`,
    items.flatMap(({ item }) => [item, userId]),
  );
  await bare.run(
    `INSERT INTO download_audit_log (timestamp, event_type, queue_item_id, content_type, content_id, user_id,
       request_source, details) VALUES ${many(`(2000, 'REQUEST_CREATED', ?, 'ALBUM', ?, ?, 'USER', ?)`)}`,
    items.flatMap(({ item, id, name }) => [
      item,
      id,
      userId,
      JSON.stringify({ queue_position: 1, content_name: name }),
    ]),
  );
  await bare.run(
    `INSERT INTO outbox (event_id, subject, body, created_at) VALUES ${many(`(?, 'events.download', ?, 2000)`)}`,
    items.flatMap(({ item, id }) => [randomUUID(), event(item, id)]),
  );
  await bare.run('COMMIT');
}

/** What a scan of the watchdog has found, for `repairBulk` and `insertRepairs`. */
export async function addFindings({ bare }, scanId, prefix, count) {
  await bare.run(
    `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?3)
     INSERT INTO watchdog_finding (content_type, content_id, content_name, album_ids, uri, problem, found_at, seen_at, scan_id)
     SELECT 'TRACK_AUDIO', ?2 || i, 'Track', json_array(?2 || 'album-' || i / 14), 'audio/' || i, 'missing', 2000, 2000, ?1
     FROM n`,
    [scanId, prefix, count],
  );
}

/** Repairs of the findings of a scan, as the watchdog queues them. */
export const repairBulk = ({ repairs }, scanId) => repairs.execute(scanId, new AbortController().signal);

/** The same rows, one statement for each table, in one transaction and with nothing asked before. */
export async function insertRepairs({ bare }, scanId, prefix, count) {
  const items = Array.from({ length: count }, (_, at) => ({ item: randomUUID(), id: `${prefix}${at}` }));
  const many = (one) => items.map(() => one).join(', ');
  await bare.run('BEGIN IMMEDIATE');
  await bare.run(
    `INSERT INTO download_queue (id, status, priority, content_type, content_id, content_name, request_source, created_at,
       max_retries) VALUES ${many(`(?, 'PENDING', 1, 'TRACK_AUDIO', ?, 'Track', 'WATCHDOG', 2000, 5)`)}`,
    items.flatMap(({ item, id }) => [item, id]),
  );
  await bare.run(
    `INSERT INTO download_audit_log (timestamp, event_type, queue_item_id, content_type, content_id, request_source,
       details) VALUES ${many(`(2000, 'WATCHDOG_QUEUED', ?, 'TRACK_AUDIO', ?, 'WATCHDOG', '{"reason":"missing_audio_file"}')`)}`,
    items.flatMap(({ item, id }) => [item, id]),
  );
  await bare.run('UPDATE watchdog_finding SET judged_scan_id = scan_id WHERE scan_id = ?', [scanId]);
  await bare.run('COMMIT');
}
