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

const Crc32 = Type.String({ pattern: '^[0-9a-f]{8}$' });

/**
 * What a file was when it arrived: the integrity watchdog compares with it. `is_new`: it has just been placed; otherwise it
 * was found there and may have rotted since, so that a record made at its arrival is kept.
 */
export const StoredFile = Type.Object({ bytes: Type.Integer({ minimum: 1 }), crc32: Crc32, is_new: Type.Boolean() });
export type StoredFile = Static<typeof StoredFile>;

/** A verified file now lies at `uri`: point the row at it. Attaching the same file again changes nothing. */
export const CatalogAttachRequest = Type.Union([
  Type.Object({
    kind: Type.Literal('track_audio'),
    id: Id,
    uri: Text,
    format: OneOf(TRACK_FORMATS),
    file: Type.Optional(StoredFile),
  }),
  Type.Object({
    kind: Type.Literal('image'),
    file: Type.Optional(StoredFile),
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

/** What the watchdog looks for on disk; an image of both an album and an artist is in both lists. */
export const MediaList = OneOf(['track_audio', 'album_image', 'artist_image']);
export type MediaList = Static<typeof MediaList>;

/** The next page of what should be on disk, after this id; null for the first. */
export const CatalogManifestRequest = Type.Object({
  list: MediaList,
  after: Nullable(Id),
  limit: Type.Integer({ minimum: 1, maximum: 2000 }),
});
export type CatalogManifestRequest = Static<typeof CatalogManifestRequest>;

/**
 * `rows` is a JSON list of {@link ManifestRow}, as text: SQLite writes it and the thread that looks at the files reads it, so
 * that hundreds of thousands of rows cost neither service's event loop more than their copying. `last`: where the next page
 * starts; null: there is nothing more.
 */
export const CatalogManifestReply = Type.Object({ rows: Type.String(), last: Nullable(Id) });
export type CatalogManifestReply = Static<typeof CatalogManifestReply>;

/** Id, path below the media root, and what was recorded when the file arrived: bytes and CRC-32, null when unknown. */
export const ManifestRow = Type.Tuple([
  Type.String(),
  Type.String(),
  Nullable(Type.Integer({ minimum: 0 })),
  Nullable(Crc32),
]);
export type ManifestRow = Static<typeof ManifestRow>;

export const CatalogDescribeMediaRequest = Type.Object({ list: MediaList, ids: Type.Array(Id, { maxItems: 200 }) });
export type CatalogDescribeMediaRequest = Static<typeof CatalogDescribeMediaRequest>;

/** As it is now; what is no longer in the catalog is missing. `name`: of the track, or of the image's owner. */
export const CatalogDescribeMediaReply = Type.Object({
  media: Type.Array(
    Type.Object({
      id: Id,
      uri: Type.String(),
      bytes: Nullable(Type.Integer({ minimum: 0 })),
      crc32: Nullable(Crc32),
      name: Nullable(Type.String()),
      album_ids: Type.Array(Id),
    }),
  ),
});
export type CatalogDescribeMediaReply = Static<typeof CatalogDescribeMediaReply>;
