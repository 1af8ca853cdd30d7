import { foreignKey } from './foreign-key.js';

/** Without row ids: each is read by its primary key, which would otherwise be a second copy of nearly the whole table. */
const albumArtists = `CREATE TABLE album_artists (
  album_id TEXT NOT NULL,
  artist_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (album_id, artist_id),
  ${foreignKey('album_artists', 'album_id', 'albums', 'CASCADE')},
  ${foreignKey('album_artists', 'artist_id', 'artists', 'CASCADE')}
) WITHOUT ROWID`;

const trackArtists = `CREATE TABLE track_artists (
  track_id TEXT NOT NULL,
  artist_id TEXT NOT NULL,
  role TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (track_id, artist_id, role),
  ${foreignKey('track_artists', 'track_id', 'tracks', 'CASCADE')},
  ${foreignKey('track_artists', 'artist_id', 'artists', 'CASCADE')}
) WITHOUT ROWID`;

const relatedArtists = `CREATE TABLE related_artists (
  artist_id TEXT NOT NULL,
  related_artist_id TEXT NOT NULL,
  PRIMARY KEY (artist_id, related_artist_id),
  ${foreignKey('related_artists', 'artist_id', 'artists', 'CASCADE')},
  ${foreignKey('related_artists', 'related_artist_id', 'artists', 'CASCADE')}
) WITHOUT ROWID`;

const relatedArtistHints = `CREATE TABLE related_artist_hints (
  artist_id TEXT NOT NULL,
  related_artist_id TEXT NOT NULL,
  PRIMARY KEY (artist_id, related_artist_id),
  ${foreignKey('related_artist_hints', 'artist_id', 'artists', 'CASCADE')}
) WITHOUT ROWID`;

const imagesOf = (owner: 'artist' | 'album'): string[] => [
  `CREATE TABLE ${owner}_images (
    ${owner}_id TEXT NOT NULL,
    image_id TEXT NOT NULL,
    image_type TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (${owner}_id, image_id, image_type),
    ${foreignKey(`${owner}_images`, `${owner}_id`, `${owner}s`, 'CASCADE')},
    ${foreignKey(`${owner}_images`, 'image_id', 'images', 'CASCADE')}
  ) WITHOUT ROWID`,
  `CREATE INDEX ${owner}_images_image ON ${owner}_images (image_id)`,
];

export const LINK_TABLES: readonly string[] = [
  albumArtists,
  'CREATE INDEX album_artists_artist ON album_artists (artist_id)',
  trackArtists,
  'CREATE INDEX track_artists_artist ON track_artists (artist_id)',
  relatedArtists,
  'CREATE INDEX related_artists_related ON related_artists (related_artist_id)',
  relatedArtistHints,
  'CREATE INDEX related_artist_hints_related ON related_artist_hints (related_artist_id)',
  ...imagesOf('artist'),
  ...imagesOf('album'),
];
