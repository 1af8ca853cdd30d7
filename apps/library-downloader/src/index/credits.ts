import { type ArtistRole } from '@pezzottify/contracts';
import { type AudioTags } from '../scan/known-file.js';

export type CreditRole = Extract<ArtistRole, 'MainArtist' | 'FeaturedArtist' | 'Remixer' | 'Composer' | 'Conductor'>;

export interface Credit {
  name: string;
  musicBrainzId: string | null;
  role: CreditRole;
}

export const UNKNOWN_ARTIST = 'Unknown Artist';
const FEATURING = /\s*[([]?\b(?:feat\.?|ft\.|featuring)\s+/iu;
const BETWEEN_GUESTS = /\s*(?:,|&|\band\b)\s*/iu;

interface Person {
  name: string;
  musicBrainzId: string | null;
}

/** Ids are tied to names by position, which works only while there are as many of each. */
export const withIds = (names: readonly string[], ids: readonly string[]): Person[] =>
  names.map((name, index) => ({ name, musicBrainzId: names.length === ids.length ? (ids[index] ?? null) : null }));

const cast = (people: readonly Person[], role: CreditRole): Credit[] => people.map((person) => ({ ...person, role }));
const named = (names: readonly string[], role: CreditRole): Credit[] => cast(withIds(names, []), role);

/** `A feat. B & C` in one text. Ids come in the order of the credit, so the first is the main artist's in any case. */
function splitFeaturing(text: string, ids: readonly string[]): Credit[] {
  const [main = '', guests = ''] = text.split(FEATURING, 2);
  const names = guests
    .replace(/[)\]]$/u, '')
    .split(BETWEEN_GUESTS)
    .map((name) => name.trim());
  const guestNames = names.filter((name) => name !== '');
  const guestIds = ids.length === guestNames.length + 1 ? ids.slice(1) : [];
  return [
    ...cast(withIds([main.trim()], ids.slice(0, 1)), 'MainArtist'),
    ...cast(withIds(guestNames, guestIds), 'FeaturedArtist'),
  ];
}

/** Several artists in tags of their own are guests when the line that people read names them after `feat.`. */
function splitByLine(people: readonly Person[], line: string): Credit[] {
  const after = FEATURING.exec(line);
  const isGuest = ({ name }: Person) => after !== null && line.indexOf(name) > after.index;
  return people.map((person) => ({ ...person, role: isGuest(person) ? 'FeaturedArtist' : 'MainArtist' }));
}

function performers({ artists, artistIds, artistText }: AudioTags): Credit[] {
  const [only, ...others] = artists;
  if (only === undefined) return [];
  if (others.length > 0) return splitByLine(withIds(artists, artistIds), artistText ?? '');
  const isSplit = FEATURING.test(only) && (only.split(FEATURING)[0] ?? '').trim() !== '';
  return isSplit ? splitFeaturing(only, artistIds) : cast(withIds([only], artistIds), 'MainArtist');
}

/** Everyone a track names, main artist first; `fallback` is who performs it when its tags do not say. */
export function creditsOf(tags: AudioTags, fallback: string): Credit[] {
  const performing = performers(tags);
  return [
    ...(performing.length > 0 ? performing : named([fallback], 'MainArtist')),
    ...named(tags.remixers, 'Remixer'),
    ...named(tags.composers, 'Composer'),
    ...named(tags.conductors, 'Conductor'),
  ];
}
