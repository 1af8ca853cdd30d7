import { type ArtistRole } from '@pezzottify/contracts';
import { type IndexStatus } from '../index/library-indexer.js';
import { type AlbumEntry, type ArtistEntry, type Library, type TrackEntry } from '../index/library.js';
import { type SearchHit } from '../index/search-index.js';
import { type PictureFacts } from '../scan/known-file.js';

const ROLES: Partial<Record<ArtistRole, string>> = {
  MainArtist: 'MAIN_ARTIST',
  FeaturedArtist: 'FEATURED_ARTIST',
  Remixer: 'REMIXER',
  Composer: 'COMPOSER',
  Conductor: 'CONDUCTOR',
};

const SIZES: readonly (readonly [below: number, word: string])[] = [
  [200, 'small'],
  [500, 'medium'],
  [1000, 'large'],
];

const sizeWord = ({ width, height }: PictureFacts): string =>
  SIZES.find(([below]) => Math.max(width, height) < below)?.[1] ?? 'xlarge';

const imageOf = (picture: PictureFacts) => ({
  id: picture.id,
  size: sizeWord(picture),
  width: picture.width,
  height: picture.height,
});

export const wireArtist = ({ id, name, genres, portraits }: ArtistEntry) => ({
  id,
  name,
  genres,
  portraits: portraits.map(imageOf),
  portrait_group: [],
  activity_periods: [],
  related: [],
});

export const wireAlbum = (album: AlbumEntry) => ({
  id: album.id,
  name: album.name,
  album_type: album.type,
  artists_ids: album.artistIds,
  label: album.label,
  date: album.date,
  genres: album.genres,
  covers: album.covers.map(imageOf),
  cover_group: [],
  discs: album.discs.map(({ number, name, trackIds }) => ({ number, name, tracks: trackIds })),
  related: [],
  original_title: null,
  version_title: null,
});

const performs = ({ role }: { role: ArtistRole }): boolean => role === 'MainArtist' || role === 'FeaturedArtist';

export const wireTrack = (track: TrackEntry) => ({
  id: track.id,
  name: track.name,
  album_id: track.albumId,
  number: track.number,
  disc_number: track.disc,
  duration: track.durationMs,
  artists_ids: [...new Set(track.credits.filter(performs).map(({ artistId }) => artistId))],
  artists_with_role: track.credits.map(({ artistId, name, role }) => ({
    artist_id: artistId,
    name,
    role: ROLES[role],
  })),
  is_explicit: track.isExplicit,
  has_lyrics: track.hasLyrics,
  tags: [],
  language_of_performance: track.language === null ? [] : [track.language],
  original_title: null,
  version_title: track.versionTitle,
  files: {},
});

/** `imageUrl` makes the address of an image out of its id. */
export type ImageUrl = (id: string) => string;

const hitImage = ([picture]: readonly PictureFacts[], imageUrl: ImageUrl) =>
  picture ? { image_url: imageUrl(picture.id) } : {};

const wireAlbumHit = (album: AlbumEntry, imageUrl: ImageUrl) => ({
  id: album.id,
  type: 'album',
  name: album.name,
  artist_name: album.artistName,
  ...hitImage(album.covers, imageUrl),
  ...(album.date === null ? {} : { year: Number(album.date.slice(0, 4)) }),
});

export const wireArtistHit = (artist: ArtistEntry, imageUrl: ImageUrl) => ({
  id: artist.id,
  type: 'artist',
  name: artist.name,
  ...hitImage(artist.portraits, imageUrl),
});

const present = <Value>(value: Value | undefined): value is Value => value !== undefined;

export const wireDiscography = (artist: ArtistEntry, { albums }: Library, imageUrl: ImageUrl) => ({
  artist: wireArtistHit(artist, imageUrl),
  albums: artist.albumIds
    .map((id) => albums.get(id))
    .filter(present)
    .map((album) => wireAlbumHit(album, imageUrl)),
});

function wireHit({ kind, id }: SearchHit, { albums, artists }: Library, imageUrl: ImageUrl) {
  const album = kind === 'album' ? albums.get(id) : undefined;
  const artist = kind === 'artist' ? artists.get(id) : undefined;
  return album ? wireAlbumHit(album, imageUrl) : artist && wireArtistHit(artist, imageUrl);
}

export const wireSearch = (hits: readonly SearchHit[], library: Library, imageUrl: ImageUrl) => ({
  results: hits.map((hit) => wireHit(hit, library, imageUrl)).filter(present),
});

export const wireProgress = ({ phase, filesFound, filesToRead, filesRead }: IndexStatus['progress']) => ({
  phase,
  files_found: filesFound,
  files_to_read: filesToRead,
  files_read: filesRead,
});
