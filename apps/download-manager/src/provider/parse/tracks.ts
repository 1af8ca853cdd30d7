import { type ProviderCredit, type ProviderTrack } from '../provider.port.js';
import {
  type Fields,
  fieldsOf,
  parseProblem,
  readFlag,
  readId,
  readList,
  readText,
  readTitle,
  readWholeNumber,
  required,
  requireFields,
} from './fields.js';

const MAX_TRACKS = 5000;
const MAX_ARTISTS = 200;
const MAX_WORDS = 100;
const readPosition = readWholeNumber(1);
const readDuration = readWholeNumber(0);

/** A bare array or `{tracks: []}`. A track id that comes twice counts once; one unusable track fails the list. */
export function parseTracks(value: unknown): ProviderTrack[] {
  const list = Array.isArray(value) ? (value as unknown[]) : fieldsOf(value)?.tracks;
  if (!Array.isArray(list)) throw parseProblem('there is no list of tracks');
  // Half of an album would look complete for ever, so a list beyond all reason is refused instead of cut.
  if (list.length > MAX_TRACKS) throw parseProblem(`more than ${MAX_TRACKS} tracks`);
  const tracks = new Map<string, ProviderTrack>();
  for (const track of list.map(parseTrack)) {
    if (!tracks.has(track.id)) tracks.set(track.id, track);
  }
  return [...tracks.values()];
}

function parseTrack(value: unknown): ProviderTrack {
  const fields = requireFields('track', value);
  return {
    id: required('track', fields, 'id', readId),
    name: required('track', fields, 'name', readText),
    albumId: required('track', fields, 'album_id', readId),
    discNumber: required('track', fields, 'disc_number', readPosition),
    trackNumber: required('track', fields, 'number', readPosition),
    durationMs: required('track', fields, 'duration', readDuration),
    ...parseOptional(fields),
  };
}

function parseOptional(
  fields: Fields,
): Omit<ProviderTrack, 'id' | 'name' | 'albumId' | 'discNumber' | 'trackNumber' | 'durationMs'> {
  return {
    artistIds: readList(fields.artists_ids, readId, MAX_ARTISTS),
    credits: readList(fields.artists_with_role, readCredit, MAX_ARTISTS),
    isExplicit: readFlag(fields.is_explicit),
    hasLyrics: readFlag(fields.has_lyrics),
    tags: readList(fields.tags, readTitle, MAX_WORDS),
    languages: readList(fields.language_of_performance, readTitle, MAX_WORDS),
    originalTitle: readTitle(fields.original_title),
    versionTitle: readTitle(fields.version_title),
  };
}

function readCredit(value: unknown): ProviderCredit | null {
  const fields = fieldsOf(value);
  const artistId = readId(fields?.artist_id);
  return artistId === null ? null : { artistId, name: readTitle(fields?.name), role: readText(fields?.role) ?? '' };
}
