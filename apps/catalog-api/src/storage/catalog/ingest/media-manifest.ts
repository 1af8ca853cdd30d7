import { type CatalogDescribeMediaReply, type CatalogManifestReply, type MediaList } from '@pezzottify/contracts';
import { type Reader } from '@pezzottify/persistence';

/** JSON text of one page: escaped once more on its way, it stays below what one NATS message takes. */
const PAGE_CHARACTERS = 200_000;

/** By the indexes of both tables at once: SQLite merges them and stops at the limit. */
const imagesOf = (owner: 'artist' | 'album'): string => `
  SELECT image_id AS id FROM ${owner}_images WHERE image_id > ?1
  UNION SELECT display_image_id FROM ${owner}s WHERE display_image_id > ?1 ORDER BY 1 LIMIT ?2`;

const pageOfImages = (owner: 'artist' | 'album'): string => `
  SELECT i.id, i.uri, i.file_bytes AS bytes, i.file_crc32 AS crc32
  FROM (${imagesOf(owner)}) linked CROSS JOIN images i ON i.id = linked.id`;

/** ?1: the id before the page, ?2: how many rows at most. */
const PAGE: Readonly<Record<MediaList, string>> = {
  track_audio: `SELECT id, audio_uri AS uri, audio_bytes AS bytes, audio_crc32 AS crc32 FROM tracks WHERE id > ?1
    ORDER BY id LIMIT ?2`,
  album_image: pageOfImages('album'),
  artist_image: pageOfImages('artist'),
};

const manifestOf = (page: string): string => `
SELECT '[' || ifnull(group_concat(line, ','), '') || ']' AS rows, max(id) AS last FROM (
  SELECT id, line, sum(length(line)) OVER (ORDER BY id ROWS UNBOUNDED PRECEDING) AS characters FROM (
    SELECT id, json_array(id, uri, bytes, crc32) AS line FROM (${page})))
WHERE characters <= ${PAGE_CHARACTERS}`;

/** What should be on disk after this id, in the order of ids, as the rows stand now. */
export async function manifestPage(
  reader: Reader,
  list: MediaList,
  { after, limit }: { after: string | null; limit: number },
): Promise<CatalogManifestReply> {
  const page = await reader.get<CatalogManifestReply>(manifestOf(PAGE[list]), [after ?? '', limit]);
  return page ?? { rows: '[]', last: null };
}

const describeImages = (owner: 'artist' | 'album', albumIds: string): string => `
SELECT i.id, i.uri, i.file_bytes AS bytes, i.file_crc32 AS crc32, (
  SELECT o.name FROM ${owner}s o WHERE o.id IN (
    SELECT ${owner}_id FROM ${owner}_images WHERE image_id = i.id
    UNION SELECT id FROM ${owner}s WHERE display_image_id = i.id) ORDER BY o.id LIMIT 1) AS name, ${albumIds} AS albumIds
FROM json_each(?) asked JOIN images i ON i.id = asked.value`;

const ALBUMS_OF_IMAGE = `(SELECT json_group_array(id) FROM (
  SELECT album_id AS id FROM album_images WHERE image_id = i.id
  UNION SELECT id FROM albums WHERE display_image_id = i.id))`;

const DESCRIBE: Readonly<Record<MediaList, string>> = {
  track_audio: `SELECT t.id, t.audio_uri AS uri, t.audio_bytes AS bytes, t.audio_crc32 AS crc32, t.name,
    json_array(t.album_id) AS albumIds FROM json_each(?) asked JOIN tracks t ON t.id = asked.value`,
  album_image: describeImages('album', ALBUMS_OF_IMAGE),
  artist_image: describeImages('artist', `'[]'`),
};

type Described = CatalogDescribeMediaReply['media'][number];

export async function describeMedia(reader: Reader, list: MediaList, ids: readonly string[]): Promise<Described[]> {
  const rows = await reader.all<Omit<Described, 'album_ids'> & { albumIds: string }>(DESCRIBE[list], [
    JSON.stringify(ids),
  ]);
  return rows.map(({ albumIds, ...row }) => ({ ...row, album_ids: JSON.parse(albumIds) as string[] }));
}
