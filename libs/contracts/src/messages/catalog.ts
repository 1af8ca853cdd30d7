import Type, { type Static } from 'typebox';
import { ALBUM_TYPES, ARTIST_ROLES, IMAGE_LINK_TYPES, IMAGE_SIZES, TRACK_FORMATS } from '../wire/words.js';
import { Id, Nullable, OneOf, Text } from './scalars.js';

/** Which of these ids does the catalog have? One batched question per page of results. */
export const CatalogPresenceRequest = Type.Object({
  album_ids: Type.Array(Id, { maxItems: 500 }),
  artist_ids: Type.Array(Id, { maxItems: 500 }),
});
export type CatalogPresenceRequest = Static<typeof CatalogPresenceRequest>;

/** `complete_album_ids`: in the catalog with at least one track, and the audio of every track there. */
export const CatalogPresenceReply = Type.Object({
  complete_album_ids: Type.Array(Id),
  artist_ids: Type.Array(Id),
});
export type CatalogPresenceReply = Static<typeof CatalogPresenceReply>;

const ActivityPeriod = Type.Union([
  Type.Object({ Decade: Type.Integer() }),
  Type.Object({
    Timespan: Type.Object({ start_year: Type.Integer(), end_year: Nullable(Type.Integer()) }),
  }),
]);

/** An image linked to its owner. `uri` is the path it will have below the media root. */
export const IngestImage = Type.Object({
  id: Id,
  uri: Text,
  size: OneOf(IMAGE_SIZES),
  width: Type.Integer({ minimum: 1, maximum: 65535 }),
  height: Type.Integer({ minimum: 1, maximum: 65535 }),
  link_type: OneOf(IMAGE_LINK_TYPES),
  position: Type.Integer({ minimum: 0 }),
});
export type IngestImage = Static<typeof IngestImage>;

export const IngestArtist = Type.Object({
  id: Id,
  name: Text,
  genres: Type.Array(Text),
  activity_periods: Type.Array(ActivityPeriod),
  related_artist_ids: Type.Array(Id),
  images: Type.Array(IngestImage),
});
export type IngestArtist = Static<typeof IngestArtist>;

export const IngestTrack = Type.Object({
  id: Id,
  name: Text,
  disc_number: Type.Integer({ minimum: 1 }),
  track_number: Type.Integer({ minimum: 1 }),
  duration_secs: Nullable(Type.Integer({ minimum: 0 })),
  is_explicit: Type.Boolean(),
  audio_uri: Text,
  tags: Type.Array(Text),
  has_lyrics: Type.Boolean(),
  languages: Type.Array(Text),
  original_title: Nullable(Text),
  version_title: Nullable(Text),
  artists: Type.Array(Type.Object({ artist_id: Id, role: OneOf(ARTIST_ROLES) })),
});
export type IngestTrack = Static<typeof IngestTrack>;

export const IngestAlbum = Type.Object({
  id: Id,
  name: Text,
  album_type: OneOf(ALBUM_TYPES),
  label: Nullable(Text),
  /** Unix seconds; negative before 1970. */
  release_date: Nullable(Type.Integer()),
  genres: Type.Array(Text),
  original_title: Nullable(Text),
  version_title: Nullable(Text),
  artist_ids: Type.Array(Id),
  images: Type.Array(IngestImage),
  tracks: Type.Array(IngestTrack),
});
export type IngestAlbum = Static<typeof IngestAlbum>;

/** Album metadata on its way into the catalog: idempotent, existing rows stay as they are, missing links are added. */
export const CatalogIngestRequest = Type.Object({
  artists: Type.Array(IngestArtist),
  album: IngestAlbum,
});
export type CatalogIngestRequest = Static<typeof CatalogIngestRequest>;

/** The ids of the request whose file is already in place at the row's uri: they need no download. */
export const CatalogIngestReply = Type.Union([
  Type.Object({
    kind: Type.Literal('ingested'),
    track_ids_in_place: Type.Array(Id),
    image_ids_in_place: Type.Array(Id),
  }),
  Type.Object({ kind: Type.Literal('refused'), reason: Text }),
]);
export type CatalogIngestReply = Static<typeof CatalogIngestReply>;

/** A verified file now lies at `uri`: point the row at it. Attaching the same file again changes nothing. */
export const CatalogAttachRequest = Type.Union([
  Type.Object({ kind: Type.Literal('track_audio'), id: Id, uri: Text, format: OneOf(TRACK_FORMATS) }),
  Type.Object({
    kind: Type.Literal('image'),
    id: Id,
    uri: Text,
    width: Type.Integer({ minimum: 1, maximum: 65535 }),
    height: Type.Integer({ minimum: 1, maximum: 65535 }),
  }),
]);
export type CatalogAttachRequest = Static<typeof CatalogAttachRequest>;

export const CatalogAttachReply = Type.Union([
  Type.Object({ kind: Type.Literal('attached') }),
  Type.Object({ kind: Type.Literal('unknown_entity') }),
  Type.Object({ kind: Type.Literal('refused'), reason: Text }),
]);
export type CatalogAttachReply = Static<typeof CatalogAttachReply>;
