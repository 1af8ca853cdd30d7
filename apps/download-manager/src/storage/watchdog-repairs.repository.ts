import { randomUUID } from 'node:crypto';
import { type Reader, type WriteTransaction } from '@pezzottify/persistence';
import { type Subject } from '../audit/audit-entry.mapper.js';
import { corruptAttemptsOf } from './corrupt-attempts.repository.js';
import { ACTIVE, limitedTo } from './sql-words.js';

/** Faults worth a repair; what cannot be read now may be whole. */
const REPAIRABLE = `f.problem <> 'unreadable'`;

/** Of an album that is worked on, the items for its files may be about to be created. */
const IS_OF_ACTIVE_ALBUM = `EXISTS (
  SELECT 1 FROM json_each(f.album_ids) a CROSS JOIN download_queue q INDEXED BY download_queue_content
  WHERE q.content_type = 'ALBUM' AND q.content_id = a.value AND q.status IN ${ACTIVE})`;

/** The same image may be wanted for an album and for an artist: it is one file. */
const IS_ON_ITS_WAY = `(${IS_OF_ACTIVE_ALBUM} OR EXISTS (
  SELECT 1 FROM download_queue q INDEXED BY download_queue_content
  WHERE q.content_id = f.content_id AND q.status IN ${ACTIVE} AND q.content_type IN (f.content_type,
    CASE f.content_type WHEN 'ALBUM_IMAGE' THEN 'ARTIST_IMAGE' WHEN 'ARTIST_IMAGE' THEN 'ALBUM_IMAGE' END)))`;

/** Of the latest request for the album; where none is left, of what was deleted. */
const LATEST_STATUS = `ifnull((
    SELECT q.status FROM download_queue q INDEXED BY download_queue_content
    WHERE q.content_type = 'ALBUM' AND q.content_id = a.value ORDER BY q.created_at DESC, q.rowid DESC LIMIT 1),
  (SELECT 'CANCELLED' FROM unwanted_album u WHERE u.album_id = a.value))`;

/** Somebody did not want these albums any more: all that it belongs to. */
const IS_UNWANTED = `(f.album_ids <> '[]' AND NOT EXISTS (
  SELECT 1 FROM json_each(f.album_ids) a WHERE 'CANCELLED' IS NOT ${LATEST_STATUS}))`;

/** Once per scan: what it had repaired early would otherwise be queued again at its end. */
const IS_OPEN = 'f.judged_scan_id IS NOT f.scan_id';

/** It comes corrupt whenever it is fetched: an administrator may have it tried again. `most` is SQL. */
const isGivenUp = (most: string): string => `${corruptAttemptsOf('f.content_type', 'f.content_id')} >= ${most}`;

const toRepair = (mostCorrupt: string): string =>
  `${REPAIRABLE} AND NOT ${IS_ON_ITS_WAY} AND NOT ${IS_UNWANTED} AND NOT (${isGivenUp(mostCorrupt)})`;

export interface RepairCounts {
  readonly repairable: number;
  /** What this scan has not decided about yet and would queue. */
  readonly toRepair: number;
}

/** How the findings of a scan stand with the queue. */
export async function countRepairs(reader: Reader, scanId: number, mostCorrupt: number): Promise<RepairCounts> {
  const counts = await reader.get<RepairCounts>(
    `SELECT count(*) FILTER (WHERE ${REPAIRABLE}) AS repairable, count(*) FILTER (WHERE ${IS_OPEN} AND ${toRepair('?2')}) AS toRepair
     FROM watchdog_finding f WHERE f.scan_id = ?1`,
    [scanId, mostCorrupt],
  );
  return counts ?? { repairable: 0, toRepair: 0 };
}

export interface RepairBatch {
  readonly scanId: number;
  readonly after: number;
  readonly limit: number;
  readonly maxRetries: number;
  /** Content that came corrupt as often is left alone. */
  readonly mostCorrupt: number;
  readonly now: number;
}

export interface QueuedRepairs {
  readonly queued: Subject[];
  /** The last finding of the batch; null: there are no more. */
  readonly last: number | null;
}

/** Queues repairs for a batch of findings, but for those that are on their way, unwanted or given up. */
export async function queueRepairs(tx: WriteTransaction, batch: RepairBatch): Promise<QueuedRepairs> {
  const findings = await tx.all<{ id: number }>(
    `SELECT f.id FROM watchdog_finding f WHERE f.scan_id = ? AND f.id > ? AND ${IS_OPEN} ORDER BY f.id ${limitedTo('?')}`,
    [batch.scanId, batch.after, batch.limit],
  );
  const ids = JSON.stringify(findings.map(({ id }) => ({ id, item: randomUUID() })));
  const queued: Subject[] = [];
  // One statement per type: each sees what the one before has queued of the same images.
  for (const type of ['TRACK_AUDIO', 'ALBUM_IMAGE', 'ARTIST_IMAGE'] as const)
    queued.push(...(await insertRepairs(tx, type, ids, batch)));
  await tx.run(
    `UPDATE watchdog_finding AS f SET judged_scan_id = f.scan_id,
       queue_item_id = ifnull((SELECT q.id FROM download_queue q WHERE q.id = c.value ->> 'item'), f.queue_item_id)
     FROM json_each(?) c WHERE f.id = c.value ->> 'id'`,
    [ids],
  );
  return { queued, last: findings.length < batch.limit ? null : (findings.at(-1)?.id ?? null) };
}

function insertRepairs(
  tx: WriteTransaction,
  contentType: string,
  ids: string,
  { now, maxRetries, mostCorrupt }: RepairBatch,
): Promise<Subject[]> {
  return tx.all<Subject>(
    `INSERT INTO download_queue (id, status, priority, content_type, content_id, content_name, request_source, created_at,
       max_retries)
     SELECT c.value ->> 'item', 'PENDING', 1, f.content_type, f.content_id, f.content_name, 'WATCHDOG', ?2, ?3
     FROM json_each(?1) c CROSS JOIN watchdog_finding f ON f.id = c.value ->> 'id'
     WHERE f.content_type = ?4 AND ${toRepair('?5')}
     ON CONFLICT DO NOTHING
     RETURNING id, parent_id AS parentId, content_type AS contentType, content_id AS contentId,
       request_source AS requestSource, requested_by_user_id AS requestedByUserId`,
    [ids, now, maxRetries, contentType, mostCorrupt],
  );
}
