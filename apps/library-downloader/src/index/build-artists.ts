import { distinctNames } from './collecting.js';
import { type AlbumEntry, type ArtistEntry, type PictureSource, type TrackEntry } from './library.js';

const MOST_GENRES = 10;

export interface ArtistParts {
  albums: readonly AlbumEntry[];
  tracks: readonly TrackEntry[];
  /** Who appears in the library, by id. */
  names: ReadonlyMap<string, string>;
  portraits: ReadonlyMap<string, readonly PictureSource[]>;
}

type AlbumsByArtist = Map<string, Set<AlbumEntry>>;

const oldestFirst = (a: AlbumEntry, b: AlbumEntry): number =>
  (a.date ?? '9999').localeCompare(b.date ?? '9999') || a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1);

function note(albums: AlbumsByArtist, artistIds: Iterable<string>, album: AlbumEntry): void {
  for (const id of artistIds) albums.set(id, (albums.get(id) ?? new Set()).add(album));
}

function ownAlbums(albums: readonly AlbumEntry[]): AlbumsByArtist {
  const byArtist: AlbumsByArtist = new Map();
  for (const album of albums) note(byArtist, album.artistIds, album);
  return byArtist;
}

function appearances(albums: readonly AlbumEntry[], tracks: readonly TrackEntry[]): AlbumsByArtist {
  const byId = new Map(albums.map((album) => [album.id, album]));
  const byArtist: AlbumsByArtist = new Map();
  for (const { credits, albumId } of tracks) {
    const album = byId.get(albumId);
    if (album)
      note(
        byArtist,
        credits.map(({ artistId }) => artistId),
        album,
      );
  }
  return byArtist;
}

export function buildArtists({ albums, tracks, names, portraits }: ArtistParts): Map<string, ArtistEntry> {
  const own = ownAlbums(albums);
  const appearsOn = appearances(albums, tracks);
  const entry = (id: string, name: string): ArtistEntry => {
    const genres = distinctNames([...(own.get(id) ?? [])].flatMap((album) => album.genres)).slice(0, MOST_GENRES);
    const albumIds = [...(own.get(id) ?? appearsOn.get(id) ?? [])].sort(oldestFirst).map((album) => album.id);
    return { id, name, genres, portraits: portraits.get(id) ?? [], albumIds };
  };
  return new Map([...names].map(([id, name]) => [id, entry(id, name)]));
}
