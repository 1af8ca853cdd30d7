import { type ArtistRole } from '@pezzottify/contracts';
import { type ProviderTrack } from '../../provider/provider.port.js';

const ROLES: ReadonlyMap<string, ArtistRole> = new Map([
  ['MAIN_ARTIST', 'MainArtist'],
  ['MAIN', 'MainArtist'],
  ['PRIMARY', 'MainArtist'],
  ['FEATURED_ARTIST', 'FeaturedArtist'],
  ['FEATURED', 'FeaturedArtist'],
  ['FEAT', 'FeaturedArtist'],
  ['REMIXER', 'Remixer'],
  ['REMIX', 'Remixer'],
  ['COMPOSER', 'Composer'],
  ['WRITER', 'Composer'],
  ['SONGWRITER', 'Composer'],
  ['CONDUCTOR', 'Conductor'],
  ['ORCHESTRA', 'Orchestra'],
  ['ACTOR', 'Actor'],
]);

export interface TrackArtist {
  artist_id: string;
  role: ArtistRole;
}

/**
 * The credits in order, then the plain artists not yet among them: the first is the main artist if no credit names one,
 * the others are featured. Artists that are not `known` are left out before that is decided.
 */
export function trackArtists(track: ProviderTrack, known: ReadonlyMap<string, unknown>): TrackArtist[] {
  const credited = unique(track.credits.map(({ artistId, role }) => ({ artist_id: artistId, role: artistRole(role) })));
  const links = credited.filter(({ artist_id }) => known.has(artist_id));
  const seen = new Set(links.map(({ artist_id }) => artist_id));
  let hasMain = links.some(({ role }) => role === 'MainArtist');
  for (const id of track.artistIds.filter((artistId) => known.has(artistId) && !seen.has(artistId))) {
    links.push({ artist_id: id, role: hasMain ? 'FeaturedArtist' : 'MainArtist' });
    hasMain = true;
  }
  return links;
}

/** Any case, with or without the prefix `ARTIST_ROLE_`; unknown words are `Unknown`. */
export function artistRole(word: string): ArtistRole {
  return ROLES.get(word.toUpperCase().replace(/^ARTIST_ROLE_/, '')) ?? 'Unknown';
}

/** The same artist may have several roles in a track, but each only once. */
function unique(links: TrackArtist[]): TrackArtist[] {
  return [...new Map(links.map((link) => [`${link.role} ${link.artist_id}`, link])).values()];
}
