import { type WriteTransaction } from '@pezzottify/persistence';
import { type AlbumEdit, type EntityRows } from '../../../catalog/editing/entity-edits.js';
import { ALBUM_TYPE_WORDS } from '../words.mapper.js';
import { displayImage, setDisplayImage } from './display-image.js';

const PUT = `
INSERT INTO albums (id, name, album_type, label, release_date, genres, original_title, version_title)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, album_type = excluded.album_type, label = excluded.label,
  release_date = excluded.release_date, genres = excluded.genres, original_title = excluded.original_title,
  version_title = excluded.version_title`;

const CREDIT = `
INSERT INTO album_artists (album_id, artist_id, position) SELECT ?, value, key FROM json_each(?)`;

export const albumRows: EntityRows<AlbumEdit> = {
  references: (edit) => ({ ...displayImage(edit), ...(edit.artists_ids && { artist: edit.artists_ids }) }),
  put: async (tx, id, edit) => {
    await tx.run(PUT, [
      id,
      edit.name,
      ALBUM_TYPE_WORDS.storedOf[edit.album_type],
      edit.label ?? null,
      dateOf(edit),
      JSON.stringify(edit.genres),
      edit.original_title ?? null,
      edit.version_title ?? null,
    ]);
    await setDisplayImage(tx, 'album', id, edit.display_image_id);
    if (edit.artists_ids) await credit(tx, id, edit.artists_ids);
  },
};

const dateOf = ({ date, release_date: releaseDate }: AlbumEdit): number | null =>
  (date === undefined ? releaseDate : date) ?? null;

async function credit(tx: WriteTransaction, id: string, artistIds: readonly string[]): Promise<void> {
  await tx.run('DELETE FROM album_artists WHERE album_id = ?', [id]);
  await tx.run(CREDIT, [id, JSON.stringify(artistIds)]);
}
