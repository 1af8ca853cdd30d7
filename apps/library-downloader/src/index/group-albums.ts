import { groupBy } from './collecting.js';
import { isVarious, mainArtistOf, VARIOUS_ARTISTS, type DraftTrack } from './draft-track.js';
import { nameKey } from './text-keys.js';

/** Tracks that make one album, and what identifies it. */
export interface AlbumGroup {
  identity: readonly string[];
  artists: readonly string[];
  tracks: readonly DraftTrack[];
}

const place = ({ disc, number }: DraftTrack): string => `${disc}/${number ?? 0}`;

const artistsKey = (names: readonly string[]): string => names.map(nameKey).join('\n');

/** Two different songs in the same place: not the same album, whatever the titles of the albums say. */
function collide(some: readonly DraftTrack[], others: readonly DraftTrack[]): boolean {
  const titles = new Map(some.filter(({ number }) => number !== null).map((track) => [place(track), track.titleKey]));
  return others.some((track) => {
    const title = titles.get(place(track));
    return title !== undefined && title !== track.titleKey;
  });
}

function taggedGroup(artists: readonly string[], tracks: readonly DraftTrack[]): AlbumGroup {
  const names = artists.some(isVarious) ? [VARIOUS_ARTISTS] : artists;
  return { identity: ['tags', artistsKey(names), tracks[0]?.albumTitleKey ?? ''], artists: names, tracks };
}

/**
 * Nobody is named as the artist of the album. One performer throughout: theirs. Several: a compilation, unless their
 * track numbers collide, which many albums of one title thrown into one folder would do.
 */
function withoutAlbumArtist(tracks: readonly DraftTrack[]): AlbumGroup[] {
  const byPerformer = [...groupBy(tracks, (track) => nameKey(mainArtistOf(track))).values()];
  const own = byPerformer.map((group) => taggedGroup(group.slice(0, 1).map(mainArtistOf), group));
  if (own.length <= 1) return own;
  const collides = byPerformer.some((group, index) =>
    byPerformer.slice(index + 1).some((other) => collide(group, other)),
  );
  return collides ? own : [taggedGroup([VARIOUS_ARTISTS], tracks)];
}

/** Tracks without album artist go with the only one that the rest of the folder names. */
function byAlbumArtist(tracks: readonly DraftTrack[]): AlbumGroup[] {
  const groups = groupBy(tracks, ({ albumArtists }) => artistsKey(albumArtists));
  const untagged = groups.get('') ?? [];
  groups.delete('');
  const [only, ...others] = groups.values();
  if (only && others.length === 0) return [taggedGroup(only[0]?.albumArtists ?? [], tracks)];
  const tagged = [...groups.values()].map((group) => taggedGroup(group[0]?.albumArtists ?? [], group));
  return untagged.length === 0 ? tagged : [...tagged, ...withoutAlbumArtist(untagged)];
}

function releaseGroup(release: string, tracks: readonly DraftTrack[]): AlbumGroup {
  const [first] = byAlbumArtist(tracks);
  const isOne = byAlbumArtist(tracks).length === 1;
  return { identity: ['mb', release], artists: (isOne ? first?.artists : undefined) ?? [VARIOUS_ARTISTS], tracks };
}

/** Same folder, same album title. One MusicBrainz release among them stands for all, several stand for themselves. */
function albumsInFolder(tracks: readonly DraftTrack[]): AlbumGroup[] {
  const byRelease = groupBy(tracks, ({ audio }) => audio.tags.albumId ?? '');
  const untagged = byRelease.get('') ?? [];
  byRelease.delete('');
  const [only, ...others] = byRelease.keys();
  if (only !== undefined && others.length === 0) return [releaseGroup(only, tracks)];
  const releases = [...byRelease].map(([release, group]) => releaseGroup(release, group));
  return untagged.length === 0 ? releases : [...releases, ...byAlbumArtist(untagged)];
}

/**
 * The same album in several folders (discs, a second copy) is one; another edition under the same title is an album of
 * its own, told apart by its folder.
 */
function mergeEditions(groups: readonly AlbumGroup[]): AlbumGroup[] {
  const editions: { group: AlbumGroup; tracks: DraftTrack[] }[] = [];
  for (const group of groups) {
    const isRelease = group.identity[0] === 'mb';
    const fitting = editions.find(({ tracks }) => isRelease || !collide(tracks, group.tracks));
    if (fitting) fitting.tracks.push(...group.tracks);
    else editions.push({ group, tracks: [...group.tracks] });
  }
  return editions.map(({ group, tracks }, index) => {
    const distinction = index === 0 ? [] : [group.tracks[0]?.albumFolder ?? ''];
    return { ...group, identity: [...group.identity, ...distinction], tracks };
  });
}

/** Puts every track into exactly one album. `tracks` in the order of their paths makes the result repeatable. */
export function groupAlbums(tracks: readonly DraftTrack[]): AlbumGroup[] {
  const folders = groupBy(tracks, ({ albumFolder, albumTitleKey }) => `${albumFolder}\n${albumTitleKey}`);
  const found = [...folders.values()].flatMap(albumsInFolder);
  const same = groupBy(found, ({ identity }) => identity.join('\n'));
  return [...same.values()].flatMap(mergeEditions);
}
