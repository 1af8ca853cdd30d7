import { setImmediate } from 'node:timers/promises';
import { type AudioFacts, type KnownFile, type Skip } from '../scan/known-file.js';
import { ArtistRegister } from './artist-register.js';
import { buildAlbum, type BuiltAlbum } from './build-album.js';
import { buildArtists } from './build-artists.js';
import { chooseCovers, FolderPictures } from './choose-pictures.js';
import { draftTrack, isVarious, type DraftTrack } from './draft-track.js';
import { groupAlbums, type AlbumGroup } from './group-albums.js';
import { type AlbumEntry, type Library, type PictureSource, type SkippedFile, type TrackEntry } from './library.js';
import { matchPortraits, type AlbumPlace } from './match-portraits.js';
import { withoutDuplicates } from './place-tracks.js';
import { SearchIndex, type SearchItem } from './search-index.js';

export interface LibrarySource {
  files: ReadonlyMap<string, KnownFile>;
  /** What the scan could not even look at. */
  skipped: ReadonlyMap<string, Skip>;
}

/** Requests are answered in between: a large collection takes a second or two to put in order. */
const ITEMS_PER_TURN = 500;

async function inTurns<Item, Result>(items: readonly Item[], work: (item: Item) => Result): Promise<Result[]> {
  const results: Result[] = [];
  for (const [index, item] of items.entries()) {
    if (index % ITEMS_PER_TURN === 0) await setImmediate();
    results.push(work(item));
  }
  return results;
}

function audioFiles(files: ReadonlyMap<string, KnownFile>): [string, AudioFacts][] {
  const audio: [string, AudioFacts][] = [];
  for (const [path, { content }] of files) if (content.kind === 'audio') audio.push([path, content.audio]);
  // Not by locale: the order decides who keeps an id when tags collide, and must be the same on every machine.
  return audio.sort(([a], [b]) => (a < b ? -1 : 1));
}

interface Shelf extends BuiltAlbum {
  covers: PictureSource[];
}

const foldersOf = ({ placed }: BuiltAlbum): string[] => [...new Set(placed.map(({ draft }) => draft.albumFolder))];

function withCovers(built: readonly BuiltAlbum[], pictures: FolderPictures): Shelf[] {
  const albumsIn = new Map<string, number>();
  for (const folder of built.flatMap(foldersOf)) albumsIn.set(folder, (albumsIn.get(folder) ?? 0) + 1);
  const isShared = (folder: string) => (albumsIn.get(folder) ?? 0) > 1;
  return built.map((one) => ({ ...one, covers: chooseCovers(one.placed, pictures, isShared) }));
}

function placesOf(shelves: readonly Shelf[]): AlbumPlace[] {
  const own = shelves.filter(({ album }) => !isVarious(album.artistName));
  return own.flatMap((one) =>
    one.album.artistIds.slice(0, 1).map((artistId) => ({ folders: foldersOf(one), artistId })),
  );
}

function namesOf(groups: readonly AlbumGroup[], tracks: readonly TrackEntry[], register: ArtistRegister) {
  const names = new Map(
    tracks.flatMap(({ credits }) => credits.map(({ artistId, name }) => [artistId, name] as const)),
  );
  for (const { artists, tracks: drafts } of groups) {
    for (const { id, name } of register.resolveFor(artists, drafts)) names.set(id, name);
  }
  return names;
}

function skippedFiles({ files, skipped }: LibrarySource, duplicates: readonly SkippedFile[]): SkippedFile[] {
  const all = [...duplicates, ...[...skipped].map(([path, skip]) => ({ path, ...skip }))];
  for (const { path, content } of files.values()) if (content.kind === 'skipped') all.push({ path, ...content.skip });
  return all.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function searchItems({ albums, artists }: Pick<Library, 'albums' | 'artists'>): SearchItem[] {
  return [
    ...[...albums.values()].map(({ id, name, artistName }): SearchItem => ({ kind: 'album', id, name, artistName })),
    ...[...artists.values()].map(({ id, name }): SearchItem => ({ kind: 'artist', id, name, artistName: '' })),
  ];
}

function uniqueGroups(drafts: readonly DraftTrack[]): { groups: AlbumGroup[]; duplicates: SkippedFile[] } {
  const duplicates: SkippedFile[] = [];
  const groups = groupAlbums(drafts).map((group): AlbumGroup => {
    const { kept, skipped } = withoutDuplicates(group.tracks);
    duplicates.push(...skipped);
    return { ...group, tracks: kept };
  });
  return { groups, duplicates };
}

/** Turns what is known of the files into artists, albums and tracks. The same files always give the same library. */
export async function buildLibrary(source: LibrarySource): Promise<Library> {
  const drafts = await inTurns(audioFiles(source.files), ([path, audio]) => draftTrack(path, audio));
  const { groups, duplicates } = uniqueGroups(drafts);
  const register = new ArtistRegister(drafts);
  const taken = new Set<string>();
  const built = await inTurns(groups, (group) => buildAlbum(group, register, taken));
  const pictures = new FolderPictures(source.files.values());
  const shelves = withCovers(built, pictures);
  const tracks = shelves.flatMap((one) => one.tracks);
  const albums = shelves.map(({ album, covers }): AlbumEntry => ({ ...album, covers }));
  const portraits = matchPortraits(pictures.portraits(), placesOf(shelves));
  const artists = buildArtists({ albums, tracks, names: namesOf(groups, tracks, register), portraits });
  const shown = [...shelves.flatMap(({ covers }) => covers), ...[...portraits.values()].flat()];
  const entries = { artists, albums: new Map(albums.map((album) => [album.id, album])) };
  return {
    ...entries,
    tracks: new Map(tracks.map((track) => [track.id, track])),
    pictures: new Map(shown.reverse().map((picture) => [picture.id, picture])),
    skipped: skippedFiles(source, duplicates),
    search: new SearchIndex(searchItems(entries)),
  };
}
