import { foreignKey } from './foreign-key.js';

const images = `CREATE TABLE images (
  id TEXT PRIMARY KEY NOT NULL,
  uri TEXT NOT NULL,
  size TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL
)`;

const artists = `CREATE TABLE artists (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  genres TEXT,
  activity_periods TEXT,
  display_image_id TEXT,
  ${foreignKey('artists', 'display_image_id', 'images', 'SET NULL')}
)`;

const albums = `CREATE TABLE albums (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  album_type TEXT NOT NULL,
  label TEXT,
  release_date INTEGER,
  genres TEXT,
  original_title TEXT,
  version_title TEXT,
  display_image_id TEXT,
  ${foreignKey('albums', 'display_image_id', 'images', 'SET NULL')}
)`;

const tracks = `CREATE TABLE tracks (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  album_id TEXT NOT NULL,
  disc_number INTEGER NOT NULL DEFAULT 1,
  track_number INTEGER NOT NULL,
  duration_secs INTEGER,
  is_explicit INTEGER NOT NULL DEFAULT 0,
  audio_uri TEXT NOT NULL,
  format TEXT NOT NULL,
  tags TEXT,
  has_lyrics INTEGER NOT NULL DEFAULT 0,
  languages TEXT,
  original_title TEXT,
  version_title TEXT,
  ${foreignKey('tracks', 'album_id', 'albums', 'CASCADE')}
)`;

export const MUSIC_TABLES: readonly string[] = [
  images,
  artists,
  albums,
  // Without these two, deleting an image would read every artist and album to clear the reference.
  'CREATE INDEX artists_display_image ON artists (display_image_id) WHERE display_image_id IS NOT NULL',
  'CREATE INDEX albums_display_image ON albums (display_image_id) WHERE display_image_id IS NOT NULL',
  tracks,
  'CREATE INDEX tracks_album_order ON tracks (album_id, disc_number, track_number)',
];
