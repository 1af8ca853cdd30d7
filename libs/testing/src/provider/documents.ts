import { type ProvidedAlbum, type ProvidedArtist, type ProvidedImage, type ProvidedLibrary } from './library.js';

/** `A` and `B` are the two families of shapes among providers: flat hits and bare lists, or grouped hits and ids. */
export type ProviderShape = 'A' | 'B';

const TRACK_MS = 400;

/** The JSON document at `path`, or undefined when there is nothing. */
export function documentAt(library: ProvidedLibrary, shape: ProviderShape, url: URL): unknown {
  const [kind = '', rawId = '', detail = ''] = url.pathname.split('/').slice(1);
  const id = decodeURIComponent(rawId);
  const find = FINDERS[`/${kind}${id === '' ? '' : '/*'}${detail === '' ? '' : `/${detail}`}`];
  return find?.(library, id, shape, url.searchParams);
}

type Finder = (library: ProvidedLibrary, id: string, shape: ProviderShape, query: URLSearchParams) => unknown;

const FINDERS: Readonly<Record<string, Finder>> = {
  '/health': () => ({ status: 'ok' }),
  '/status': () => ({ state: 'Healthy', uptime_secs: 5400, downloader_pid: 1, last_error: null }),
  '/search': (library, _id, shape, query) => searchDocument(library, shape, query),
  '/artist/*': (library, id) => artistDocument(library.artists.find((artist) => artist.id === id)),
  '/artist/*/discography': (library, id, shape) => discographyDocument(library, id, shape),
  '/album/*': (library, id) => albumDocument(library.albums.find((album) => album.id === id)),
  '/album/*/tracks': (library, id, shape) => {
    const tracks = tracksDocument(library.albums.find((album) => album.id === id));
    return tracks === undefined || shape === 'A' ? tracks : { tracks };
  },
};

function searchDocument(library: ProvidedLibrary, shape: ProviderShape, query: URLSearchParams): unknown {
  const wanted = (query.get('q') ?? '').toLowerCase();
  const type = query.get('type') ?? 'album';
  const named = <T extends { name: string }>(list: T[]): T[] =>
    list.filter(({ name }) => name.toLowerCase().includes(wanted));
  const albums = type === 'album' ? named(library.albums) : [];
  const artists = type === 'artist' ? named(library.artists) : [];
  if (shape === 'A') return { results: [...albums, ...artists].map((hit) => flatHit(library, hit, type)) };
  return {
    albums: { items: albums.map((album) => groupedHit(library, album)) },
    artists: { items: artists.map(({ id, name, genres }) => ({ id, name, genres, images: [] })) },
  };
}

function discographyDocument(library: ProvidedLibrary, id: string, shape: ProviderShape): unknown {
  const artist = library.artists.find((candidate) => candidate.id === id);
  if (artist === undefined) return undefined;
  const albums = library.albums.filter(({ artistIds }) => artistIds.includes(id));
  return shape === 'A'
    ? { artist: flatHit(library, artist, 'artist'), albums: albums.map((album) => flatHit(library, album, 'album')) }
    : { albums: albums.map((album) => album.id) };
}

function flatHit(library: ProvidedLibrary, hit: ProvidedAlbum | ProvidedArtist, type: string): unknown {
  const { id, name } = hit;
  const artist_name = 'artistIds' in hit ? namesOf(library, hit.artistIds).join(', ') : null;
  return { id, name, type, artist_name, image_url: null, year: 'date' in hit ? 2010 : null };
}

function groupedHit(library: ProvidedLibrary, { id, name, artistIds, date, tracks }: ProvidedAlbum): unknown {
  const artists = namesOf(library, artistIds).map((artist) => ({ name: artist }));
  return {
    id,
    name,
    artists,
    images: [],
    release_date: String(date),
    album_type: 'album',
    total_tracks: tracks.length,
  };
}

function artistDocument(artist: ProvidedArtist | undefined): unknown {
  if (artist === undefined) return undefined;
  const { id, name, genres, related, portraits } = artist;
  return {
    id,
    name,
    genre: genres,
    related,
    portraits: portraits.map(imageDocument),
    activity_periods: [{ Decade: 2010 }],
  };
}

function albumDocument(album: ProvidedAlbum | undefined): unknown {
  if (album === undefined) return undefined;
  const { id, name, albumType, artistIds, date, covers, tracks } = album;
  const discs = [{ number: 1, name: '', tracks: tracks.map((track) => track.id) }];
  return {
    id,
    name,
    album_type: albumType,
    artists_ids: artistIds,
    date,
    label: '',
    covers: covers.map(imageDocument),
    discs,
  };
}

function tracksDocument(album: ProvidedAlbum | undefined): unknown[] | undefined {
  return album?.tracks.map(({ id, name, artistIds }, index) => ({
    id,
    name,
    album_id: album.id,
    number: index + 1,
    disc_number: 1,
    duration: TRACK_MS,
    artists_ids: artistIds,
    artists_with_role: [],
    is_explicit: false,
  }));
}

function imageDocument({ id, size, width, height }: ProvidedImage): unknown {
  return { id, size, width, height };
}

function namesOf(library: ProvidedLibrary, artistIds: string[]): string[] {
  return library.artists.filter(({ id }) => artistIds.includes(id)).map(({ name }) => name);
}
