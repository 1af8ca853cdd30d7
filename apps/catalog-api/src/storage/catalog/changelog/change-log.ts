import { type Reader, type WriteTransaction } from '@pezzottify/persistence';
import { type Change } from '../../../catalog/changelog/change.js';

/** An open batch that nobody wrote to for longer than this is finished. */
export const BATCH_IDLE_SECONDS = 3600;

/** Adds the entries to the open batch, in the order given; opens one where there is none or the open one is idle. */
export async function appendChanges(
  tx: WriteTransaction,
  changes: readonly Change[],
  { now, newBatchId }: { now: number; newBatchId: string },
): Promise<void> {
  await closeIdleBatch(tx, now);
  const batchId = await useOpenBatch(tx, now, newBatchId);
  await tx.run(
    `INSERT INTO catalog_change_log
       (batch_id, entity_type, entity_id, operation, field_changes, entity_snapshot, display_summary, created_at)
     SELECT ?, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, ?
     FROM json_each(?) ORDER BY key`,
    [batchId, now, JSON.stringify(changes.map(rowOf))],
  );
}

const IS_IDLE = 'is_open = 1 AND last_activity_at < ?';

/** Closes the open batch if it is idle; returns how many were closed. */
export async function closeIdleBatch(tx: WriteTransaction, now: number): Promise<number> {
  const { changes } = await tx.run(`UPDATE catalog_batches SET is_open = 0, closed_at = ? WHERE ${IS_IDLE}`, [
    now,
    now - BATCH_IDLE_SECONDS,
  ]);
  return changes;
}

/** By the index of open batches, which holds one row at most. */
export async function countIdleBatches(reader: Reader, now: number): Promise<number> {
  const sql = `SELECT count(*) AS batches FROM catalog_batches WHERE ${IS_IDLE}`;
  return (await reader.get<{ batches: number }>(sql, [now - BATCH_IDLE_SECONDS]))?.batches ?? 0;
}

async function useOpenBatch(tx: WriteTransaction, now: number, newBatchId: string): Promise<string> {
  await tx.run(
    `INSERT INTO catalog_batches (id, name, is_open, created_at, last_activity_at)
     SELECT ?, date(?, 'unixepoch'), 1, ?, ? WHERE NOT EXISTS (SELECT 1 FROM catalog_batches WHERE is_open = 1)`,
    [newBatchId, now, now, now],
  );
  const batch = await tx.get<{ id: string }>(
    'UPDATE catalog_batches SET last_activity_at = ? WHERE is_open = 1 RETURNING id',
    [now],
  );
  return batch?.id ?? newBatchId;
}

const rowOf = ({ kind, id, operation, fields, snapshot, summary }: Change): string[] => [
  kind,
  id,
  operation,
  JSON.stringify(fields),
  JSON.stringify(snapshot),
  summary,
];
