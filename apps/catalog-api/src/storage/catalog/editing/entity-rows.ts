import { type Reader, type WriteTransaction } from '@pezzottify/persistence';
import { ENTITY_KINDS, type EntityKind, type TouchedEntities } from '../../../catalog/changelog/change.js';
import { type EntityEdits, type EntityRows, type References } from '../../../catalog/editing/entity-edits.js';
import { albumJson, artistJson, imageJson, trackJson } from '../wire-json.mapper.js';
import { albumRows } from './album-rows.js';
import { artistRows } from './artist-rows.js';
import { imageRows } from './image-rows.js';
import { trackRows } from './track-rows.js';

export const ENTITY_ROWS: { readonly [Kind in EntityKind]: EntityRows<EntityEdits[Kind]> } = {
  artist: artistRows,
  album: albumRows,
  track: trackRows,
  image: imageRows,
};

const JSON_OF: Readonly<Record<EntityKind, string>> = {
  artist: artistJson('e'),
  album: albumJson('e'),
  track: trackJson('e'),
  image: imageJson('e'),
};

/** JSON text of section 3.1 of the HTTP contract; undefined for an unknown id. */
export async function entityJson(reader: Reader, kind: EntityKind, id: string): Promise<string | undefined> {
  const sql = `SELECT ${JSON_OF[kind]} AS json FROM ${kind}s e WHERE e.id = ?`;
  return (await reader.get<{ json: string }>(sql, [id]))?.json;
}

export async function exists(reader: Reader, kind: EntityKind, id: string): Promise<boolean> {
  return (await reader.get(`SELECT 1 AS found FROM ${kind}s WHERE id = ?`, [id])) !== undefined;
}

/** The ids of these that nothing in the catalog has, with what they should be. */
export async function unknownReferences(
  reader: Reader,
  references: References,
): Promise<{ kind: EntityKind; id: string }[]> {
  const unknown: { kind: EntityKind; id: string }[] = [];
  for (const kind of ENTITY_KINDS) {
    const sql = `SELECT DISTINCT value AS id FROM json_each(?)
      WHERE NOT EXISTS (SELECT 1 FROM ${kind}s e WHERE e.id = value)`;
    const ids = references[kind] ?? [];
    const rows = ids.length === 0 ? [] : await reader.all<{ id: string }>(sql, [JSON.stringify(ids)]);
    unknown.push(...rows.map(({ id }) => ({ kind, id })));
  }
  return unknown;
}

/** `?1`: the id. Everything that goes or changes with an entity. */
const GOES_WITH: Readonly<Record<EntityKind, Partial<Record<EntityKind, string>>>> = {
  artist: {
    album: 'SELECT album_id AS id FROM album_artists WHERE artist_id = ?1',
    track: 'SELECT DISTINCT track_id AS id FROM track_artists WHERE artist_id = ?1',
  },
  album: { track: 'SELECT id FROM tracks WHERE album_id = ?1 ORDER BY disc_number, track_number' },
  track: {},
  image: {
    artist: 'SELECT id FROM artists WHERE display_image_id = ?1',
    album: 'SELECT id FROM albums WHERE display_image_id = ?1',
  },
};

export async function touchedByRemoval(reader: Reader, kind: EntityKind, id: string): Promise<TouchedEntities> {
  const touched: Partial<Record<EntityKind, readonly string[]>> = { [kind]: [id] };
  for (const [other, sql] of Object.entries(GOES_WITH[kind])) {
    const rows = await reader.all<{ id: string }>(sql, [id]);
    touched[other as EntityKind] = rows.map((row) => row.id);
  }
  return touched;
}

/** Rows that cannot be without it go too: tracks with their album, links with either end. */
export async function removeEntity(tx: WriteTransaction, kind: EntityKind, id: string): Promise<void> {
  await tx.run(`DELETE FROM ${kind}s WHERE id = ?`, [id]);
}
