import { type Database, type SqlValue } from '@pezzottify/persistence';
import { indexNames } from '../../storage/catalog/search-index.js';

type Row = Record<string, SqlValue>;

/** A small catalog with every peculiarity the reads have to show: nulls, several discs, roles, features, no image. */
const ROWS: readonly [table: string, rows: readonly Row[]][] = [
  [
    'images',
    [
      { id: 'i1', uri: 'images/i1.jpg', size: 'DEFAULT', width: 640, height: 640 },
      { id: 'i2', uri: 'images/i2.jpg', size: 'XLARGE', width: 1200, height: 1200 },
    ],
  ],
  [
    'artists',
    [
      {
        id: 'a1',
        name: 'Nova Quartet',
        genres: '["jazz"]',
        activity_periods: '[{"Decade":1990}]',
        display_image_id: 'i2',
      },
      {
        id: 'a2',
        name: 'Ásta Berg',
        genres: '[]',
        activity_periods: '[{"Timespan":{"start_year":2004,"end_year":null}}]',
        display_image_id: null,
      },
      { id: 'a3', name: 'Marea', genres: null, activity_periods: null, display_image_id: null },
    ],
  ],
  [
    'albums',
    [
      {
        id: 'b1',
        name: 'Night Bus',
        album_type: 'ALBUM',
        label: null,
        release_date: 1136073600,
        version_title: 'Remaster',
        display_image_id: 'i1',
      },
      {
        id: 'b2',
        name: 'Harbour Lights',
        album_type: 'EP',
        label: 'Dock',
        release_date: -86400,
        genres: '["folk","sea"]',
      },
      { id: 'b3', name: 'Undated', album_type: 'SINGLE' },
      { id: 'b4', name: 'Empty Rooms', album_type: 'COMPILATION', release_date: 1136073600 },
    ],
  ],
  [
    'tracks',
    [
      {
        id: 't1',
        name: 'Line 42',
        album_id: 'b1',
        disc_number: 1,
        track_number: 3,
        duration_secs: 214,
        audio_uri: 'audio/t1.ogg',
        format: 'OGG_VORBIS_320',
        languages: '["en"]',
      },
      {
        id: 't2',
        name: 'Last Stop',
        album_id: 'b1',
        disc_number: 1,
        track_number: 1,
        audio_uri: 'audio/t2.flac',
        format: 'FLAC',
        is_explicit: 1,
        has_lyrics: 1,
        tags: '["live"]',
      },
      {
        id: 't3',
        name: 'Depot',
        album_id: 'b1',
        disc_number: 2,
        track_number: 1,
        duration_secs: 10,
        audio_uri: 'audio/t3.mp3',
        format: 'MP3_256',
      },
      {
        id: 't4',
        name: 'Harbour',
        album_id: 'b2',
        disc_number: 1,
        track_number: 1,
        audio_uri: 'audio/t4.m4a',
        format: 'AAC_160',
      },
      {
        id: 't5',
        name: 'Without Date',
        album_id: 'b3',
        disc_number: 1,
        track_number: 1,
        audio_uri: 'audio/t5.wav',
        format: 'UNKNOWN',
      },
    ],
  ],
  [
    'album_artists',
    [
      { album_id: 'b1', artist_id: 'a2', position: 1 },
      { album_id: 'b1', artist_id: 'a1', position: 0 },
      { album_id: 'b2', artist_id: 'a3', position: 0 },
      { album_id: 'b3', artist_id: 'a1', position: 0 },
      { album_id: 'b4', artist_id: 'a1', position: 0 },
    ],
  ],
  [
    'track_artists',
    [
      { track_id: 't1', artist_id: 'a2', role: 'FEATURED_ARTIST', position: 1 },
      { track_id: 't1', artist_id: 'a1', role: 'MAIN_ARTIST', position: 0 },
      { track_id: 't1', artist_id: 'a1', role: 'COMPOSER', position: 2 },
      { track_id: 't4', artist_id: 'a1', role: 'REMIXER', position: 0 },
    ],
  ],
  [
    'related_artists',
    [
      { artist_id: 'a1', related_artist_id: 'a2' },
      { artist_id: 'a1', related_artist_id: 'a3' },
    ],
  ],
];

const SEARCHABLE = { artists: 'artist', albums: 'album', tracks: 'track' } as const;

export const fillSampleCatalog = (database: Database): Promise<void> =>
  database.write(async (tx) => {
    for (const [table, rows] of ROWS) {
      for (const row of rows) {
        const columns = Object.keys(row);
        const places = columns.map(() => '?').join(', ');
        await tx.run(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`, Object.values(row));
      }
    }
    for (const [table, type] of Object.entries(SEARCHABLE)) {
      await indexNames(tx, type, await tx.all(`SELECT id, name FROM ${table}`));
    }
  });
