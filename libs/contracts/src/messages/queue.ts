import Type, { type Static } from 'typebox';
import { DOWNLOAD_CONTENT_TYPES, DOWNLOAD_ERROR_TYPES } from '../wire/words.js';
import { Id, Instant, LeaseToken, Nullable, OneOf, Text } from './scalars.js';

/**
 * What workers and the owner of the queue say to each other has a version, so that either can be replaced before the other.
 * 1: claim, heartbeat, settle. 2: `queue.settle-all`, and the worker says which downloader it uses.
 */
export const WORKER_PROTOCOL = 2;
/** Workers that speak less are refused. */
export const OLDEST_WORKER_PROTOCOL = 1;

const Protocol = Type.Integer({ minimum: 0 });

export const WorkerIdentity = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 200 }),
  version: Type.String({ maxLength: 50 }),
  /** Missing in the first version. */
  protocol: Type.Optional(Protocol),
  /** Tells downloaders apart without naming them: an address may hold a secret. */
  downloader: Type.Optional(Type.String({ maxLength: 64 })),
});
export type WorkerIdentity = Static<typeof WorkerIdentity>;

export const QueueClaimRequest = Type.Object({
  worker: WorkerIdentity,
  max_items: Type.Integer({ minimum: 1, maximum: 64 }),
});
export type QueueClaimRequest = Static<typeof QueueClaimRequest>;

/** One item with the lease to work on it. */
export const ClaimedItem = Type.Object({
  id: Id,
  parent_id: Nullable(Id),
  content_type: OneOf(DOWNLOAD_CONTENT_TYPES),
  content_id: Id,
  content_name: Nullable(Text),
  /** What lies in its place is damaged, however good it looks: it is fetched anew. */
  is_repair: Type.Optional(Type.Boolean()),
  lease_token: LeaseToken,
  lease_expires_at: Instant,
  lease_seconds: Type.Integer({ minimum: 1 }),
});
export type ClaimedItem = Static<typeof ClaimedItem>;

export const QueueClaimReply = Type.Union([
  Type.Object({ kind: Type.Literal('claimed'), items: Type.Array(ClaimedItem), protocol: Type.Optional(Protocol) }),
  Type.Object({ kind: Type.Literal('idle'), protocol: Type.Optional(Protocol) }),
  Type.Object({ kind: Type.Literal('refused'), reason: Text }),
]);
export type QueueClaimReply = Static<typeof QueueClaimReply>;

export const QueueHeartbeatRequest = Type.Object({
  worker: WorkerIdentity,
  leases: Type.Array(Type.Object({ item_id: Id, lease_token: LeaseToken }), { maxItems: 64 }),
});
export type QueueHeartbeatRequest = Static<typeof QueueHeartbeatRequest>;

/** Items of the request that are no longer the worker's: cancelled, deleted, or claimed by another. */
export const QueueHeartbeatReply = Type.Object({ lost_item_ids: Type.Array(Id) });
export type QueueHeartbeatReply = Static<typeof QueueHeartbeatReply>;

/** A child of an album, to be created unless it is there already. */
export const ChildItem = Type.Object({
  content_type: OneOf(['TRACK_AUDIO', 'ARTIST_IMAGE', 'ALBUM_IMAGE']),
  content_id: Id,
  content_name: Nullable(Text),
});
export type ChildItem = Static<typeof ChildItem>;

/** What became of a claimed item: the closed vocabulary the owner folds into the next state. */
export const WorkOutcome = Type.Union([
  Type.Object({
    kind: Type.Literal('expanded'),
    album_name: Text,
    artist_name: Text,
    children: Type.Array(ChildItem),
  }),
  Type.Object({
    kind: Type.Literal('stored'),
    bytes: Type.Integer({ minimum: 0 }),
    duration_ms: Type.Integer({ minimum: 0 }),
    media_kind: OneOf(['audio', 'image']),
    /** False: it lay in its place already, and the downloader was not asked for it. Older workers do not say. */
    is_fetched: Type.Optional(Type.Boolean()),
  }),
  /** An attempt failed; back off and try again while attempts are left. */
  Type.Object({ kind: Type.Literal('retry'), error_type: OneOf(DOWNLOAD_ERROR_TYPES), message: Text }),
  /** Nothing is wrong with the item, something else is away: wait without using an attempt. */
  Type.Object({
    kind: Type.Literal('wait'),
    error_type: OneOf(DOWNLOAD_ERROR_TYPES),
    message: Text,
    retry_after_seconds: Nullable(Type.Number({ minimum: 0 })),
  }),
  /** Trying again cannot help. */
  Type.Object({ kind: Type.Literal('give_up'), error_type: OneOf(DOWNLOAD_ERROR_TYPES), message: Text }),
  /** The worker stops in order and returns the item untouched. */
  Type.Object({ kind: Type.Literal('handed_back') }),
]);
export type WorkOutcome = Static<typeof WorkOutcome>;

export const QueueSettleRequest = Type.Object({
  worker: WorkerIdentity,
  item_id: Id,
  lease_token: LeaseToken,
  outcome: WorkOutcome,
});
export type QueueSettleRequest = Static<typeof QueueSettleRequest>;

/** `stale`: the lease is no longer the worker's; its result was thrown away. */
export const QueueSettleReply = Type.Object({ kind: OneOf(['settled', 'stale']) });
export type QueueSettleReply = Static<typeof QueueSettleReply>;

/** Several settlements at once, of one worker. Each stands for itself: one that is stale does not undo the others. */
export const QueueSettleAllRequest = Type.Object({
  worker: WorkerIdentity,
  settlements: Type.Array(Type.Object({ item_id: Id, lease_token: LeaseToken, outcome: WorkOutcome }), {
    minItems: 1,
    maxItems: 64,
  }),
});
export type QueueSettleAllRequest = Static<typeof QueueSettleAllRequest>;

/** In the order of the request. */
export const QueueSettleAllReply = Type.Object({ kinds: Type.Array(OneOf(['settled', 'stale'])) });
export type QueueSettleAllReply = Static<typeof QueueSettleAllReply>;
