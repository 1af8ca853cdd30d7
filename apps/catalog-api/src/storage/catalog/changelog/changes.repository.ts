import { type Reader } from '@pezzottify/persistence';
import { type EntityKind } from '../../../catalog/changelog/change.js';

const capitalised = (column: string): string => `concat(upper(substr(${column}, 1, 1)), substr(${column}, 2))`;

/** An entry of the changelog as section 6.5 of the HTTP contract shows it. */
const CHANGE = `json_object('id', c.id, 'batch_id', c.batch_id, 'entity_type', ${capitalised('c.entity_type')},
  'entity_id', c.entity_id, 'operation', ${capitalised('c.operation')}, 'field_changes', json(c.field_changes),
  'entity_snapshot', json(c.entity_snapshot), 'display_summary', c.display_summary, 'created_at', c.created_at)`;

/** Few enough that a page is small, whatever the entities are; many enough that pages are rare. */
const PAGE = 500;

/** JSON text of a list in pieces, oldest entry first: a batch may be far larger than memory should hold. */
export async function* changesOfBatch(reader: Reader, batchId: string): AsyncGenerator<string, void, undefined> {
  const sql = `SELECT c.id, ${CHANGE} AS json FROM catalog_change_log c
    WHERE c.batch_id = ? AND c.id > ? ORDER BY c.id LIMIT ${PAGE}`;
  let lastId = 0;
  for (let separator = '['; ; separator = ',') {
    const rows = await reader.all<{ id: number; json: string }>(sql, [batchId, lastId]);
    if (rows.length > 0) yield separator + rows.map(({ json }) => json).join(',');
    if (rows.length < PAGE) return yield lastId === 0 && rows.length === 0 ? '[]' : ']';
    lastId = rows.at(-1)?.id ?? lastId;
  }
}

/** JSON text of a list, newest entry first. */
export async function changesOfEntity(reader: Reader, kind: EntityKind, id: string): Promise<string> {
  const sql = `SELECT json_group_array(${CHANGE} ORDER BY c.id DESC) AS json FROM catalog_change_log c
    WHERE c.entity_type = ? AND c.entity_id = ?`;
  return (await reader.get<{ json: string }>(sql, [kind, id]))?.json ?? '[]';
}

/** Of one kind of entity in batch `b`: those that came and went by name, and how many stayed and changed. */
const listed = (kind: EntityKind, name: string): string => {
  const entries = (operation: string): string =>
    `json_group_array(json_object('id', c.entity_id, 'name', ${name}) ORDER BY c.id) FILTER (WHERE c.operation = '${operation}')`;
  return `'${kind}s', (SELECT json_object('added', ${entries('create')}, 'updated_count', (${countOf(kind, 'update')}),
    'deleted', ${entries('delete')})
    FROM catalog_change_log c
    WHERE c.batch_id = b.id AND c.entity_type = '${kind}' AND c.operation IN ('create', 'delete'))`;
};

const countOf = (kind: EntityKind, operation: string): string =>
  `SELECT count(*) FROM catalog_change_log n
   WHERE n.batch_id = b.id AND n.entity_type = '${kind}' AND n.operation = '${operation}'`;

const NAME = `c.entity_snapshot ->> 'name'`;

const NEWS = `json_object('id', b.id, 'name', b.name, 'description', b.description, 'closed_at', b.closed_at,
  'summary', json_object(
    ${listed('artist', NAME)},
    ${listed('album', NAME)},
    'tracks', json_object('added_count', (${countOf('track', 'create')}),
      'updated_count', (${countOf('track', 'update')}), 'deleted_count', (${countOf('track', 'delete')})),
    ${listed('image', `'Unknown'`)}))`;

/** JSON text of section 3.5 of the HTTP contract: the batches closed last, with what changed in them. */
export async function whatsNewJson(reader: Reader, limit: number): Promise<string> {
  const sql = `SELECT json_object('batches', json_group_array(json(${NEWS}) ORDER BY b.closed_at DESC, b.rowid DESC)) AS json
    FROM (SELECT rowid, * FROM catalog_batches WHERE is_open = 0 ORDER BY closed_at DESC, rowid DESC LIMIT ?) b`;
  return (await reader.get<{ json: string }>(sql, [limit]))?.json ?? '{"batches":[]}';
}
