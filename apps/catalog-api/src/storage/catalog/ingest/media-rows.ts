import { type CatalogAttachRequest } from '@pezzottify/contracts';
import { type Reader, type SqlParams, type WriteTransaction } from '@pezzottify/persistence';
import { recordsFile } from './recorded-file.js';
import { storedWordSql, TRACK_FORMAT_WORDS } from '../words.mapper.js';

const SET_AUDIO = `
UPDATE tracks SET audio_uri = ?1, ${recordsFile('audio_uri', 'audio')},
  format = ${storedWordSql(TRACK_FORMAT_WORDS, '?6')} WHERE id = ?5 RETURNING id`;
const SET_IMAGE = `
UPDATE images SET uri = ?1, ${recordsFile('uri', 'file')}, width = ?6, height = ?7 WHERE id = ?5 RETURNING id`;

/** Points the row at the stored file; false when there is no such row. */
export async function attachMedia(tx: WriteTransaction, media: CatalogAttachRequest): Promise<boolean> {
  const { uri, id, file } = media;
  // Of a sender that does not tell, nothing is known of the file: no record is better than a wrong one.
  const common: SqlParams = [uri, file?.bytes ?? null, file?.crc32 ?? null, Number(file?.is_new ?? true), id];
  const [sql, params]: [string, SqlParams] =
    media.kind === 'track_audio' ? [SET_AUDIO, [media.format]] : [SET_IMAGE, [media.width, media.height]];
  return (await tx.get(sql, [...common, ...params])) !== undefined;
}

export interface MediaRow {
  id: string;
  uri: string;
}

export const trackFiles = (reader: Reader, ids: readonly string[]): Promise<MediaRow[]> =>
  reader.all<MediaRow>(
    'SELECT DISTINCT t.id, t.audio_uri AS uri FROM json_each(?) asked JOIN tracks t ON t.id = asked.value',
    [JSON.stringify(ids)],
  );

export const imageFiles = (reader: Reader, ids: readonly string[]): Promise<MediaRow[]> =>
  reader.all<MediaRow>('SELECT DISTINCT i.id, i.uri FROM json_each(?) asked JOIN images i ON i.id = asked.value', [
    JSON.stringify(ids),
  ]);

/** The audio of every track of these albums; albums that are not there, or have no track, are missing. */
export async function albumFiles(
  reader: Reader,
  albumIds: readonly string[],
): Promise<{ id: string; uris: string[] }[]> {
  const rows = await reader.all<{ id: string; uris: string }>(
    `SELECT t.album_id AS id, json_group_array(t.audio_uri) AS uris FROM tracks t
     WHERE t.album_id IN (SELECT value FROM json_each(?)) GROUP BY t.album_id`,
    [JSON.stringify(albumIds)],
  );
  return rows.map(({ id, uris }) => ({ id, uris: JSON.parse(uris) as string[] }));
}

export async function knownArtists(reader: Reader, ids: readonly string[]): Promise<string[]> {
  const rows = await reader.all<{ id: string }>('SELECT id FROM artists WHERE id IN (SELECT value FROM json_each(?))', [
    JSON.stringify(ids),
  ]);
  return rows.map(({ id }) => id);
}
