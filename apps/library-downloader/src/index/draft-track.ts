import { type AudioFacts } from '../scan/known-file.js';
import { creditsOf, UNKNOWN_ARTIST, type Credit } from './credits.js';
import { namesInPath, splitDiscFromTitle, type NamesInPath } from './names-in-path.js';
import { nameKey } from './text-keys.js';

export const VARIOUS_ARTISTS = 'Various Artists';
const VARIOUS = new Set(['various artists', 'various', 'va', 'v.a.', 'v/a']);

/** Asked for every name of every track, hence the look at its length first. */
export const isVarious = (name: string): boolean => name.length <= VARIOUS_ARTISTS.length && VARIOUS.has(nameKey(name));

/** One audio file with its names settled; which album it belongs to is decided together with its neighbours. */
export interface DraftTrack {
  path: string;
  audio: AudioFacts;
  albumFolder: string;
  title: string;
  titleKey: string;
  albumTitle: string;
  albumTitleKey: string;
  /** As tagged; empty when nothing says whose album it is. */
  albumArtists: readonly string[];
  credits: readonly Credit[];
  date: string | null;
  disc: number;
  /** null: to be given by the order of the files. */
  number: number | null;
}

/** A loose file in the folder of its artist is a single, not a part of an album called like the artist. */
function albumTitleOf(title: string, names: NamesInPath, { tags }: AudioFacts): string {
  const performer = tags.artists[0];
  const isArtistFolder = names.album !== null && performer !== undefined && nameKey(names.album) === nameKey(performer);
  return names.album === null || isArtistFolder ? title : names.album;
}

function albumArtistsOf({ tags }: AudioFacts, names: NamesInPath): readonly string[] {
  if (tags.albumArtists.some(isVarious)) return [VARIOUS_ARTISTS];
  if (tags.albumArtists.length > 0) return tags.albumArtists;
  if (tags.isCompilation) return [VARIOUS_ARTISTS];
  if (tags.artists.length > 0 || names.artist === null) return [];
  return [isVarious(names.artist) ? VARIOUS_ARTISTS : names.artist];
}

/** `7 Years.mp3` called `7 Years` is not number 7. */
const numberInName = (title: string, names: NamesInPath): number | null =>
  nameKey(names.stem) === nameKey(title) ? null : names.number;

export function draftTrack(path: string, audio: AudioFacts): DraftTrack {
  const { tags } = audio;
  const names = namesInPath(path);
  const title = tags.title ?? names.title;
  const tagged = tags.album === undefined ? null : splitDiscFromTitle(tags.album);
  const albumTitle = tagged?.title ?? albumTitleOf(title, names, audio);
  return {
    path,
    audio,
    albumFolder: names.albumFolder,
    title,
    titleKey: nameKey(title),
    albumTitle,
    albumTitleKey: nameKey(albumTitle),
    albumArtists: albumArtistsOf(audio, names),
    credits: creditsOf(tags, tags.albumArtists[0] ?? names.artist ?? UNKNOWN_ARTIST),
    date: tags.date ?? names.year,
    disc: tags.disc ?? names.disc ?? tagged?.disc ?? 1,
    number: tags.track ?? numberInName(title, names),
  };
}

/** The artist an album without album artist would be filed under because of this track. */
export const mainArtistOf = ({ credits }: DraftTrack): string => credits[0]?.name ?? UNKNOWN_ARTIST;
