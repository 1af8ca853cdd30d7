import { albumJson, artistJson, imageJson, jsonText, jsonTextList, trackJson } from './wire-json.mapper.js';

/** JSON texts, but for the tracks. */
export interface ResolvedAlbum {
  id: string;
  album: string;
  artists: string;
  artistName: string;
  image: string | null;
  /** In the order of the discs, {@link BETWEEN_TRACKS} them; each is its disc's number, a space, and its JSON text. */
  tracks: string | null;
}

/** The record separator: JSON text never contains it. */
const BETWEEN_TRACKS = '\u001e';

const CREDITED = 'FROM album_artists l JOIN artists a ON a.id = l.artist_id WHERE l.album_id = ?1';
const IN_ORDER = 'l.position, l.artist_id';

/** `?1`: the album's id. Having SQLite group the tracks by disc would double the time of the whole read. */
export const RESOLVED_ALBUM = `
SELECT ${jsonText('b.id')} AS id, ${albumJson('b')} AS album,
  (SELECT ${jsonTextList(artistJson('a'), IN_ORDER)} ${CREDITED}) AS artists,
  json_quote(ifnull((SELECT group_concat(a.name, ', ' ORDER BY ${IN_ORDER}) ${CREDITED}), '')) AS artistName,
  (SELECT ${imageJson('i')} FROM images i WHERE i.id = b.display_image_id) AS image,
  (SELECT group_concat(concat(t.disc_number, ' ', ${trackJson('t')}), char(${BETWEEN_TRACKS.charCodeAt(0)})
    ORDER BY t.disc_number, t.track_number, t.id) FROM tracks t WHERE t.album_id = ?1) AS tracks
FROM albums b WHERE b.id = ?1`;

/** JSON text of the album with its artists, discs, tracks and cover. */
export function resolvedAlbumText({ id, album, artists, artistName, image, tracks }: ResolvedAlbum): string {
  const discs = tracks === null ? '' : discsText(tracks.split(BETWEEN_TRACKS));
  return (
    `{"album":${album},"artists":${artists},"discs":[${discs}],"display_image":${image ?? 'null'},"id":${id},` +
    `"artist_name":${artistName},"covers":[${image ?? ''}],"cover_group":[]}`
  );
}

function discsText(tracks: readonly string[]): string {
  const discs = new Map<string, string>();
  for (const track of tracks) {
    const end = track.indexOf(' ');
    const disc = track.slice(0, end);
    const before = discs.get(disc);
    discs.set(disc, before === undefined ? track.slice(end + 1) : `${before},${track.slice(end + 1)}`);
  }
  return [...discs].map(([number, texts]) => `{"number":${number},"name":null,"tracks":[${texts}]}`).join(',');
}
