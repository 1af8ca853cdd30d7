import { albumTypeOf } from './album-type.js';
import { type ArtistRegister } from './artist-register.js';
import { distinctNames, groupBy, mostFrequent } from './collecting.js';
import { type DraftTrack } from './draft-track.js';
import { type AlbumGroup } from './group-albums.js';
import { libraryId } from './library-ids.js';
import { type AlbumEntry, type CreditEntry, type DiscEntry, type TrackEntry } from './library.js';
import { placeTracks, type PlacedTrack } from './place-tracks.js';

export interface BuiltAlbum {
  album: Omit<AlbumEntry, 'covers'>;
  tracks: TrackEntry[];
  placed: readonly PlacedTrack[];
}

/** Ids that are taken already: tags are copied between files, ids must not be. */
export type TakenIds = Set<string>;

/** What may identify a track, best first. */
function* identitiesOf({ identity }: AlbumGroup, { draft, disc, number, isTagged }: PlacedTrack) {
  const { releaseTrackId } = draft.audio.tags;
  if (releaseTrackId !== undefined) yield ['mb', releaseTrackId];
  if (isTagged) yield [...identity, disc, number];
  yield [...identity, 'title', draft.titleKey];
  yield [...identity, 'path', draft.path];
}

/**
 * By MusicBrainz, else by the place on the album if the tags say it, else by name. A number given here is no identity:
 * with one more file in the folder it would belong to another song.
 */
function trackIdOf(group: AlbumGroup, placed: PlacedTrack, taken: TakenIds): string {
  let id = '';
  for (const identity of identitiesOf(group, placed)) {
    id = libraryId('track', ...identity);
    if (!taken.has(id)) break;
  }
  taken.add(id);
  return id;
}

function creditsIn({ credits }: DraftTrack, register: ArtistRegister): CreditEntry[] {
  const resolved = credits.map((credit) => ({ ...register.resolve(credit), role: credit.role }));
  const distinct = groupBy(resolved, ({ id, role }) => `${id}/${role}`);
  return [...distinct.values()]
    .flatMap((same) => same.slice(0, 1))
    .map(({ id, name, role }) => ({ artistId: id, name, role }));
}

function trackEntry(placed: PlacedTrack, ids: { id: string; albumId: string }, register: ArtistRegister): TrackEntry {
  const { draft, disc, number } = placed;
  const { tags, durationMs, contentType } = draft.audio;
  return {
    ...ids,
    name: draft.title,
    versionTitle: tags.subtitle ?? null,
    disc,
    number,
    durationMs,
    credits: creditsIn(draft, register),
    isExplicit: tags.isExplicit,
    hasLyrics: tags.hasLyrics,
    language: tags.language ?? null,
    path: draft.path,
    contentType,
  };
}

function discsOf(placed: readonly PlacedTrack[], tracks: readonly TrackEntry[]): DiscEntry[] {
  return [...groupBy(tracks, ({ disc }) => disc)].map(([number, onDisc]) => ({
    number,
    name: mostFrequent(placed.filter(({ disc }) => disc === number).map(({ draft }) => draft.audio.tags.discName)),
    trackIds: onDisc.map(({ id }) => id),
  }));
}

function albumEntry(
  group: AlbumGroup,
  placed: readonly PlacedTrack[],
  tracks: readonly TrackEntry[],
  register: ArtistRegister,
) {
  const drafts = placed.map(({ draft }) => draft);
  const artists = register.resolveFor(group.artists, drafts);
  return {
    name: mostFrequent(drafts.map(({ albumTitle }) => albumTitle)) ?? '',
    type: albumTypeOf(group.artists, drafts),
    artistIds: [...new Set(artists.map(({ id }) => id))],
    artistName: artists.map(({ name }) => name).join(', '),
    label: mostFrequent(drafts.map(({ audio }) => audio.tags.label)),
    date: mostFrequent(drafts.map(({ date }) => date)),
    genres: distinctNames(drafts.flatMap(({ audio }) => audio.tags.genres)),
    discs: discsOf(placed, tracks),
  };
}

/** `group.tracks` without duplicates. */
export function buildAlbum(group: AlbumGroup, register: ArtistRegister, taken: TakenIds): BuiltAlbum {
  const albumId = libraryId('album', ...group.identity);
  const placed = placeTracks(group.tracks);
  const tracks = placed.map((one) => trackEntry(one, { id: trackIdOf(group, one, taken), albumId }, register));
  return { album: { id: albumId, ...albumEntry(group, placed, tracks, register) }, tracks, placed };
}
