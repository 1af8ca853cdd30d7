import { type Reader } from '@pezzottify/persistence';
import { type EntityKind, type Snapshot, type Snapshots } from '../../../catalog/changelog/change.js';
import {
  albumJson,
  artistJson,
  imageJson,
  jsonText,
  jsonTextList,
  jsonTextOf,
  roleJson,
  trackJson,
} from '../wire-json.mapper.js';

const CREDITED_ARTISTS = `
  SELECT json_group_array(l.artist_id ORDER BY l.position, l.artist_id) FROM album_artists l WHERE l.album_id = e.id`;

const CREDIT = jsonTextOf({ artist_id: jsonText('c.artist_id'), role: roleJson('c') });

const CREDITS = `
  SELECT ${jsonTextList(CREDIT, 'c.position, c.artist_id, c.role')}
  FROM track_artists c WHERE c.track_id = e.id`;

/** The entity of the API and its relationship keys, under the names that the catalog edit gives them. */
const SNAPSHOT: Readonly<Record<EntityKind, string>> = {
  artist: `json_insert(${artistJson('e')}, '$.display_image_id', e.display_image_id)`,
  album: `json_insert(${albumJson('e')},
    '$.display_image_id', e.display_image_id, '$.artists_ids', json((${CREDITED_ARTISTS})))`,
  track: `json_insert(${trackJson('e')}, '$.artists', json((${CREDITS})))`,
  image: imageJson('e'),
};

export async function snapshotsOf(reader: Reader, kind: EntityKind, ids: readonly string[]): Promise<Snapshots> {
  if (ids.length === 0) return new Map();
  const rows = await reader.all<{ id: string; json: string }>(
    `SELECT e.id, ${SNAPSHOT[kind]} AS json FROM json_each(?) touched JOIN ${kind}s e ON e.id = touched.value`,
    [JSON.stringify(ids)],
  );
  return new Map(rows.map(({ id, json }) => [id, JSON.parse(json) as Snapshot]));
}
