import Type, { type Static } from 'typebox';
import { DOWNLOAD_STATUSES } from '../wire/words.js';
import { Id, Nullable, OneOf, Text } from '../messages/scalars.js';

/** Everyone who takes part in the request: each gets the sync event. Decimal user ids, as the queue stores them. */
const Participants = Type.Array(Type.String({ pattern: '^[0-9]{1,15}$' }));

export const DownloadProgress = Type.Object({
  total_children: Type.Integer({ minimum: 0 }),
  completed: Type.Integer({ minimum: 0 }),
  failed: Type.Integer({ minimum: 0 }),
  pending: Type.Integer({ minimum: 0 }),
  in_progress: Type.Integer({ minimum: 0 }),
});
export type DownloadProgress = Static<typeof DownloadProgress>;

const aboutRequest = { user_ids: Participants, request_id: Id, content_id: Id };

export const DownloadRequestCreated = Type.Object({
  ...aboutRequest,
  content_type: Type.Literal('album'),
  content_name: Text,
  artist_name: Nullable(Text),
  queue_position: Type.Integer({ minimum: 1 }),
});
export type DownloadRequestCreated = Static<typeof DownloadRequestCreated>;

export const DownloadStatusChanged = Type.Object({
  ...aboutRequest,
  status: OneOf(DOWNLOAD_STATUSES),
  queue_position: Nullable(Type.Integer({ minimum: 1 })),
  error_message: Nullable(Text),
});
export type DownloadStatusChanged = Static<typeof DownloadStatusChanged>;

export const DownloadProgressUpdated = Type.Object({ ...aboutRequest, progress: DownloadProgress });
export type DownloadProgressUpdated = Static<typeof DownloadProgressUpdated>;

export const DownloadCompleted = Type.Object({
  ...aboutRequest,
  album_name: Text,
  artist_name: Text,
});
export type DownloadCompleted = Static<typeof DownloadCompleted>;
