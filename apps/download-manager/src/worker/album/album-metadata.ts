import { pooled } from '../../provider/pooled.js';
import { ProviderError } from '../../provider/provider.errors.js';
import {
  type Provider,
  type ProviderAlbum,
  type ProviderArtist,
  type ProviderTrack,
} from '../../provider/provider.port.js';

/** Everything the catalog needs to know of an album before its files come. */
export interface AlbumMetadata {
  album: ProviderAlbum;
  tracks: ProviderTrack[];
  /** Every artist the album or a track names, but those the provider neither has nor names. In order of appearance. */
  artists: Map<string, ProviderArtist>;
  /** Named by id only and not to be had: their links are left out. */
  unknownArtistIds: string[];
}

const AT_A_TIME = 4;
/** Far above any real album; a made-up list must not keep this worker asking for days. */
const MAX_ARTISTS = 1000;

export async function fetchAlbumMetadata(
  provider: Provider,
  albumId: string,
  signal: AbortSignal,
): Promise<AlbumMetadata> {
  const [album, tracks] = await Promise.all([provider.album(albumId, signal), provider.albumTracks(albumId, signal)]);
  const names = artistNames(album, tracks);
  if (names.size > MAX_ARTISTS) throw tooManyArtists();
  const ids = [...names.keys()];
  const found = await pooled(ids, AT_A_TIME, (id) => fetchArtist(provider, id, names.get(id) ?? null, signal));
  const artists = found.flatMap((artist, index) => (artist === null ? [] : [[ids[index] ?? '', artist] as const]));
  return {
    // Rows and links go by the ids that were asked for, whatever the provider calls them in its answer.
    album: { ...album, id: albumId },
    tracks,
    artists: new Map(artists),
    unknownArtistIds: ids.filter((_, index) => found[index] === null),
  };
}

/** Every artist id, with the name a credit gives it. */
function artistNames(album: ProviderAlbum, tracks: ProviderTrack[]): Map<string, string | null> {
  const names = new Map<string, string | null>(album.artistIds.map((id) => [id, null]));
  for (const { artistIds, credits } of tracks) {
    for (const id of artistIds) if (!names.has(id)) names.set(id, null);
    for (const { artistId, name } of credits) names.set(artistId, names.get(artistId) ?? name);
  }
  return names;
}

/** An artist the provider does not have is made from its name; null when it has no name either. */
async function fetchArtist(
  provider: Provider,
  id: string,
  name: string | null,
  signal: AbortSignal,
): Promise<ProviderArtist | null> {
  try {
    return { ...(await provider.artist(id, signal)), id };
  } catch (error) {
    if (!(error instanceof ProviderError) || error.errorType !== 'not_found') throw error;
    return name === null ? null : bareArtist(id, name);
  }
}

function bareArtist(id: string, name: string): ProviderArtist {
  return { id, name, genres: [], portraits: [], portraitGroup: [], activityPeriods: [], relatedIds: [] };
}

function tooManyArtists(): ProviderError {
  return new ProviderError({ errorType: 'parse', message: `the album names more than ${MAX_ARTISTS} artists` });
}
