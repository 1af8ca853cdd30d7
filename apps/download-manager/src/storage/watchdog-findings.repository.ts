import { type Reader, type WriteTransaction } from '@pezzottify/persistence';
import type { Problem } from '../watchdog/files/media-files.thread.js';
import { type MediaContentType, type WatchdogFindingEntity } from './entities/watchdog-finding.entity.js';
import { type QueueItem } from './queue-item.js';

export type Finding = WatchdogFindingEntity;

export interface NewFinding {
  readonly contentType: MediaContentType;
  readonly contentId: string;
  readonly contentName: string | null;
  readonly albumIds: readonly string[];
  readonly uri: string;
  readonly problem: Problem;
  readonly expectedBytes: number | null;
  readonly foundBytes: number | null;
}

const COLUMNS = `f.id, f.content_type AS contentType, f.content_id AS contentId, f.content_name AS contentName,
  f.album_ids AS albumIds, f.uri, f.problem, f.expected_bytes AS expectedBytes, f.found_bytes AS foundBytes,
  f.found_at AS foundAt, f.seen_at AS seenAt, f.scan_id AS scanId,
  f.judged_scan_id AS judgedScanId, f.queue_item_id AS queueItemId`;

/** A finding that is known stays the same one, as it is seen now. */
export async function saveFindings(
  tx: WriteTransaction,
  findings: readonly NewFinding[],
  { scanId, now }: { scanId: number; now: number },
): Promise<void> {
  await tx.run(
    `INSERT INTO watchdog_finding (content_type, content_id, content_name, album_ids, uri, problem, expected_bytes,
       found_bytes, found_at, seen_at, scan_id)
     SELECT value ->> 'contentType', value ->> 'contentId', value ->> 'contentName', value -> 'albumIds', value ->> 'uri',
       value ->> 'problem', value ->> 'expectedBytes', value ->> 'foundBytes', ?2, ?2, ?3 FROM json_each(?1) WHERE true
     ON CONFLICT (content_type, content_id) DO UPDATE SET content_name = excluded.content_name,
       album_ids = excluded.album_ids, uri = excluded.uri, problem = excluded.problem,
       expected_bytes = excluded.expected_bytes, found_bytes = excluded.found_bytes, seen_at = excluded.seen_at,
       scan_id = excluded.scan_id`,
    [JSON.stringify(findings), now, scanId],
  );
}

/** Of earlier scans, that this one has not seen so far. */
export function findingsBefore(reader: Reader, scanId: number, after: number, limit: number): Promise<Finding[]> {
  return reader.all<Finding>(
    `SELECT ${COLUMNS} FROM watchdog_finding f WHERE f.scan_id < ? AND f.id > ? ORDER BY f.id LIMIT ?`,
    [scanId, after, limit],
  );
}

/** Those up to this one that the scan has not seen. */
export async function deleteFindingsBefore(tx: WriteTransaction, scanId: number, upTo: number): Promise<void> {
  await tx.run('DELETE FROM watchdog_finding WHERE scan_id < ? AND id <= ?', [scanId, upTo]);
}

export type ListedFinding = Finding & { readonly repairStatus: QueueItem['status'] | null };

/** The latest first. */
export async function listFindings(
  reader: Reader,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ findings: ListedFinding[]; total: number }> {
  const findings = await reader.all<ListedFinding>(
    `SELECT ${COLUMNS}, q.status AS repairStatus FROM watchdog_finding f
     LEFT JOIN download_queue q ON q.id = f.queue_item_id ORDER BY f.id DESC LIMIT ? OFFSET ?`,
    [limit, offset],
  );
  const counted = await reader.get<{ total: number }>('SELECT count(*) AS total FROM watchdog_finding');
  return { findings, total: counted?.total ?? 0 };
}
