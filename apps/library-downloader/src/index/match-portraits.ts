import { folderOf } from './choose-pictures.js';
import { type PictureSource } from './library.js';

/** Where an album lies and whose it is. */
export interface AlbumPlace {
  folders: readonly string[];
  artistId: string;
}

function* upwardsFrom(folder: string): Generator<string> {
  for (let above = folder; above !== ''; above = folderOf(above)) yield above;
}

function artistsBelow(places: Iterable<AlbumPlace>): Map<string, Set<string>> {
  const below = new Map<string, Set<string>>();
  for (const { folders, artistId } of places) {
    for (const folder of new Set(folders.flatMap((one) => [...upwardsFrom(one)]))) {
      below.set(folder, (below.get(folder) ?? new Set()).add(artistId));
    }
  }
  return below;
}

/** `artist.jpg` shows the artist of the albums below its folder, provided that they all are of one artist. */
export function matchPortraits(
  portraits: Iterable<PictureSource>,
  places: Iterable<AlbumPlace>,
): Map<string, PictureSource[]> {
  const below = artistsBelow(places);
  const matched = new Map<string, PictureSource[]>();
  for (const portrait of portraits) {
    const [artist, ...others] = below.get(folderOf(portrait.path)) ?? [];
    if (artist === undefined || others.length > 0) continue;
    const before = matched.get(artist) ?? [];
    if (!before.some(({ id }) => id === portrait.id)) matched.set(artist, [...before, portrait]);
  }
  return matched;
}
