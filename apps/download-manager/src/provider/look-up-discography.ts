import { type ListedDiscography } from './parse/hits.js';
import { pooled } from './pooled.js';
import { ProviderError } from './provider.errors.js';
import { type Provider, type ProviderDiscography, type ProviderHit } from './provider.port.js';

const AT_A_TIME = 4;
const MAX_LOOK_UPS = 500;

/** Completes a discography that names albums, or its artist, by id only. */
export async function lookUpDiscography(
  provider: Pick<Provider, 'artist' | 'album'>,
  artistId: string,
  listed: ListedDiscography,
  signal: AbortSignal,
): Promise<ProviderDiscography> {
  const artist = listed.artist ?? hit(await provider.artist(artistId, signal), null, null);
  const ids = listed.albums.filter((entry) => typeof entry === 'string').slice(0, MAX_LOOK_UPS);
  const found = new Map(
    (await pooled(ids, AT_A_TIME, (id) => lookUpAlbum(provider, id, artist.name, signal))).map((album, index) => [
      ids[index],
      album,
    ]),
  );
  const albums = listed.albums.map((entry) => (typeof entry === 'string' ? (found.get(entry) ?? null) : entry));
  return settled(artist, albums, signal);
}

/** What came before the time was up is given; a discography of which nothing came in time is a failure, not an empty one. */
function settled(artist: ProviderHit, albums: (ProviderHit | null)[], signal: AbortSignal): ProviderDiscography {
  const known = albums.filter((album) => album !== null);
  if (known.length === 0) signal.throwIfAborted();
  return { artist, albums: known };
}

async function lookUpAlbum(
  provider: Pick<Provider, 'album'>,
  id: string,
  artistName: string,
  signal: AbortSignal,
): Promise<ProviderHit | null> {
  try {
    signal.throwIfAborted();
    const album = await provider.album(id, signal);
    return hit({ id, name: album.name }, artistName, yearOf(album.releaseDate));
  } catch (error) {
    if (error instanceof ProviderError || error === signal.reason) return null;
    throw error;
  }
}

function hit(named: { id: string; name: string }, artistName: string | null, year: number | null): ProviderHit {
  return { id: named.id, name: named.name, artistName, imageUrl: null, year };
}

function yearOf(releaseDate: number | null): number | null {
  return releaseDate === null ? null : new Date(releaseDate * 1000).getUTCFullYear();
}
