import { type AlbumType } from '@pezzottify/contracts';
import { isVarious, type DraftTrack } from './draft-track.js';

const TAGGED: readonly (readonly [string, AlbumType])[] = [
  ['compilation', 'Compilation'],
  ['audiobook', 'Audiobook'],
  ['podcast', 'Podcast'],
  ['single', 'Single'],
  ['ep', 'Ep'],
  ['album', 'Album'],
];

const SINGLE_TRACKS = 3;
const EP_TRACKS = 6;
/** Half an hour or more is an album, however few the tracks. */
const ALBUM_MS = 30 * 60_000;

function typeBySize(tracks: readonly DraftTrack[]): AlbumType {
  const lengthMs = tracks.reduce((sum, { audio }) => sum + audio.durationMs, 0);
  const hasDiscs = tracks.some(({ disc }) => disc !== tracks[0]?.disc);
  if (hasDiscs || lengthMs >= ALBUM_MS || tracks.length > EP_TRACKS) return 'Album';
  return tracks.length > SINGLE_TRACKS ? 'Ep' : 'Single';
}

/** What the tags call it, or else a guess by whose it is, how many tracks it has and how long they are. */
export function albumTypeOf(artists: readonly string[], tracks: readonly DraftTrack[]): AlbumType {
  const words = new Set(tracks.flatMap(({ audio }) => audio.tags.releaseTypes));
  const tagged = TAGGED.find(([word]) => words.has(word));
  if (tagged) return tagged[1];
  const isCompilation = artists.some(isVarious) || tracks.some(({ audio }) => audio.tags.isCompilation);
  return isCompilation ? 'Compilation' : typeBySize(tracks);
}
