import { type Reader, type WriteTransaction } from '@pezzottify/persistence';

/** A batch of the changelog as section 6.5 of the HTTP contract shows it. */
const BATCH = `json_object('id', b.id, 'name', b.name, 'description', b.description,
  'is_open', json(iif(b.is_open, 'true', 'false')), 'created_at', b.created_at, 'closed_at', b.closed_at,
  'last_activity_at', b.last_activity_at)`;

/** JSON text; undefined for an unknown id. */
export async function batchJson(reader: Reader, id: string): Promise<string | undefined> {
  const sql = `SELECT ${BATCH} AS json FROM catalog_batches b WHERE b.id = ?`;
  return (await reader.get<{ json: string }>(sql, [id]))?.json;
}

/** JSON text of a list, the latest first: closed ones by when they were closed, others by when they were opened. */
export async function batchesJson(reader: Reader, isOpen: boolean | undefined): Promise<string> {
  const [where, order] =
    isOpen === undefined
      ? ['true', 'b.created_at']
      : [`b.is_open = ${Number(isOpen)}`, isOpen ? 'b.created_at' : 'b.closed_at'];
  const sql = `SELECT json_group_array(${BATCH} ORDER BY ${order} DESC, b.rowid DESC) AS json
    FROM catalog_batches b WHERE ${where}`;
  return (await reader.get<{ json: string }>(sql))?.json ?? '[]';
}

export interface NewBatch {
  id: string;
  name: string;
  description: string | null;
}

/** False when another batch is open. */
export async function insertBatch(tx: WriteTransaction, batch: NewBatch, now: number): Promise<boolean> {
  const { changes } = await tx.run(
    `INSERT INTO catalog_batches (id, name, description, is_open, created_at, last_activity_at)
     SELECT ?, ?, ?, 1, ?, ? WHERE NOT EXISTS (SELECT 1 FROM catalog_batches WHERE is_open = 1)`,
    [batch.id, batch.name, batch.description, now, now],
  );
  return changes === 1;
}

export interface BatchState {
  isOpen: boolean;
  isEmpty: boolean;
}

export async function findBatchState(reader: Reader, id: string): Promise<BatchState | undefined> {
  const row = await reader.get<{ isOpen: number; isEmpty: number }>(
    `SELECT is_open AS isOpen, NOT EXISTS (SELECT 1 FROM catalog_change_log WHERE batch_id = b.id) AS isEmpty
     FROM catalog_batches b WHERE id = ?`,
    [id],
  );
  return row && { isOpen: row.isOpen === 1, isEmpty: row.isEmpty === 1 };
}

export async function closeBatch(tx: WriteTransaction, id: string, now: number): Promise<void> {
  await tx.run('UPDATE catalog_batches SET is_open = 0, closed_at = ? WHERE id = ?', [now, id]);
}

export async function deleteBatch(tx: WriteTransaction, id: string): Promise<void> {
  await tx.run('DELETE FROM catalog_batches WHERE id = ?', [id]);
}
