import { type WriteTransaction } from '@pezzottify/persistence';
import { type CreditEdit, type EntityRows, type TrackEdit } from '../../../catalog/editing/entity-edits.js';
import { forgetsOtherFile } from '../ingest/recorded-file.js';
import { ARTIST_ROLE_WORDS, storedWordSql, TRACK_FORMAT_WORDS } from '../words.mapper.js';

const COLUMNS = [
  ...['name', 'album_id', 'disc_number', 'track_number', 'duration_secs', 'is_explicit', 'audio_uri', 'format'],
  ...['tags', 'has_lyrics', 'languages', 'original_title', 'version_title'],
];

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
    await tx.run(PUT, [
      ...[id, edit.name, edit.album_id, edit.disc_number, edit.track_number, edit.duration_secs ?? null],
      ...[
        Number(edit.is_explicit),
        edit.audio_uri,
        TRACK_FORMAT_WORDS.storedOf[edit.format],
        JSON.stringify(edit.tags),
      ],
      ...[Number(edit.has_lyrics), JSON.stringify(edit.languages ?? edit.language_of_performance)],
      ...[edit.original_title ?? null, edit.version_title ?? null],
    ]);
    if (edit.artists) await credit(tx, id, edit.artists);
  },
};

async function credit(tx: WriteTransaction, id: string, credits: readonly CreditEdit[]): Promise<void> {
  await tx.run('DELETE FROM track_artists WHERE track_id = ?', [id]);
  await tx.run(CREDIT, [id, JSON.stringify(credits)]);
}
