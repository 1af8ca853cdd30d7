import { type SqlValue, type WriteTransaction } from '@pezzottify/persistence';
import { type CreditEdit, type EntityRows, type TrackEdit } from '../../../catalog/editing/entity-edits.js';
import { forgetsOtherFile } from '../ingest/recorded-file.js';
import { ARTIST_ROLE_WORDS, storedWordSql, TRACK_FORMAT_WORDS } from '../words.mapper.js';

const VALUES: Readonly<Record<string, (edit: TrackEdit) => SqlValue>> = {
  name: (edit) => edit.name,
  album_id: (edit) => edit.album_id,
  disc_number: (edit) => edit.disc_number,
  track_number: (edit) => edit.track_number,
  duration_secs: (edit) => edit.duration_secs ?? null,
  is_explicit: (edit) => Number(edit.is_explicit),
  audio_uri: (edit) => edit.audio_uri,
  format: (edit) => TRACK_FORMAT_WORDS.storedOf[edit.format],
  tags: (edit) => JSON.stringify(edit.tags),
  has_lyrics: (edit) => Number(edit.has_lyrics),
  languages: (edit) => JSON.stringify(edit.languages ?? edit.language_of_performance),
  original_title: (edit) => edit.original_title ?? null,
  version_title: (edit) => edit.version_title ?? null,
};
const COLUMNS = Object.keys(VALUES);

const PUT = `
INSERT INTO tracks (id, ${COLUMNS.join(', ')}) VALUES (?${', ?'.repeat(COLUMNS.length)})
ON CONFLICT (id) DO UPDATE SET ${COLUMNS.map((column) => `${column} = excluded.${column}`).join(', ')},
  ${forgetsOtherFile('audio_uri', 'audio')}`;

const CREDIT = `
INSERT INTO track_artists (track_id, artist_id, role, position)
SELECT ?, value ->> 'artist_id', ${storedWordSql(ARTIST_ROLE_WORDS, `value ->> 'role'`)}, key FROM json_each(?)`;

export const trackRows: EntityRows<TrackEdit> = {
  references: ({ album_id: albumId, artists = [] }) => ({
    album: [albumId],
    artist: artists.map(({ artist_id: id }) => id),
  }),
  put: async (tx, id, edit) => {
    await tx.run(PUT, [id, ...Object.values(VALUES).map((valueOf) => valueOf(edit))]);
    if (edit.artists) await credit(tx, id, edit.artists);
  },
};

async function credit(tx: WriteTransaction, id: string, credits: readonly CreditEdit[]): Promise<void> {
  await tx.run('DELETE FROM track_artists WHERE track_id = ?', [id]);
  await tx.run(CREDIT, [id, JSON.stringify(credits)]);
}
