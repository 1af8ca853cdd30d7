import { type DownloadContentType, type DownloadErrorType, type DownloadStatus } from '@pezzottify/contracts';
import { isActive } from '../queue/states.js';
import { type AlbumState, type ChildrenTotal } from '../storage/children.repository.js';
import { type QueueItem } from '../storage/queue-item.js';
import { auditEntry, type Subject } from './audit-entry.mapper.js';
import {
  type AboutRequest,
  albumCompleteHook,
  downloadCompleted,
  progressUpdated,
  requestCreated,
  statusChanged,
} from './download-events.mapper.js';
import { effects, type Effects } from './effects.js';

/** One function per line of the table in PROVIDER.md, section 7. Which users hear of it is the caller's to say. */

export interface Accepted extends Subject {
  readonly priority: number;
  readonly contentName: string;
  readonly artistName: string;
  readonly position: number | null;
}

const toRequest = (subject: Subject, userIds: readonly string[]): AboutRequest => ({
  id: subject.id,
  contentId: subject.contentId,
  userIds,
});

/** Of the album when a child of it changed. */
export const progressOf = ({ album, userIds, progress }: AlbumState): Effects =>
  effects({ events: progressUpdated(toRequest(album, userIds), progress) });

export const acceptedBy = (userId: string, item: Accepted): Effects =>
  effects({
    audit: [
      auditEntry(
        'REQUEST_CREATED',
        item,
        {
          queue_position: item.position,
          priority: item.priority,
          content_name: item.contentName,
          artist_name: item.artistName,
        },
        userId,
      ),
    ],
    events: requestCreated(toRequest(item, [userId]), item),
  });

export const claimed = (item: Subject, userIds: readonly string[]): Effects =>
  effects({
    audit: [auditEntry('DOWNLOAD_STARTED', item, null)],
    events: statusChanged(toRequest(item, userIds), 'IN_PROGRESS'),
  });

export const childrenCreated = (album: Subject, types: readonly DownloadContentType[]): Effects => {
  const tracks = types.filter((type) => type === 'TRACK_AUDIO').length;
  const details = { children_count: types.length, track_count: tracks, image_count: types.length - tracks };
  return effects({
    audit: [auditEntry('CHILDREN_CREATED', album, details)],
    activity: { albums: 1 },
  });
};

export const mediaCompleted = (item: Subject, stored: { bytes: number; durationMs: number }): Effects =>
  effects({
    audit: [auditEntry('DOWNLOAD_COMPLETED', item, { bytes_downloaded: stored.bytes, duration_ms: stored.durationMs })],
    activity: { [item.contentType === 'TRACK_AUDIO' ? 'tracks' : 'images']: 1, bytes: stored.bytes },
  });

export interface Failure {
  readonly errorType: DownloadErrorType;
  readonly message: string;
}

export interface RetryPlan extends Failure {
  readonly at: number;
  readonly retryCount: number;
  readonly backoffSeconds: number;
}

export const retryScheduled = (item: Subject, retry: RetryPlan, userIds: readonly string[]): Effects =>
  effects({
    audit: [
      auditEntry('RETRY_SCHEDULED', item, {
        retry_count: retry.retryCount,
        next_retry_at: retry.at,
        backoff_secs: retry.backoffSeconds,
        error_type: retry.errorType,
        error_message: retry.message,
      }),
    ],
    events: statusChanged(toRequest(item, userIds), 'RETRY_WAITING', { errorMessage: retry.message }),
    notices: [{ kind: 'retry_scheduled', at: retry.at }],
  });

const failedEntry = (item: Subject & Pick<QueueItem, 'retryCount'>, { errorType, message }: Failure) =>
  auditEntry('DOWNLOAD_FAILED', item, {
    error_type: errorType,
    error_message: message,
    retry_count: item.retryCount,
  });

export const attemptFailed = (
  item: Subject & Pick<QueueItem, 'retryCount'>,
  failure: Failure,
  userIds: readonly string[],
): Effects =>
  effects({
    audit: [failedEntry(item, failure)],
    activity: { failures: 1 },
    events: statusChanged(toRequest(item, userIds), 'FAILED', { errorMessage: failure.message }),
  });

/** Its children's failures are counted already. */
export const albumFailed = ({ album, userIds }: AlbumState, failure: Failure): Effects =>
  effects({
    audit: [failedEntry(album, failure)],
    events: statusChanged(toRequest(album, userIds), 'FAILED', { errorMessage: failure.message }),
  });

export const albumCompleted = ({ album, userIds }: AlbumState, total: ChildrenTotal, durationMs: number): Effects =>
  effects({
    audit: [
      auditEntry('DOWNLOAD_COMPLETED', album, {
        bytes_downloaded: total.bytes,
        duration_ms: durationMs,
        tracks_downloaded: total.tracksCompleted,
      }),
    ],
    events: [
      ...downloadCompleted(toRequest(album, userIds), { albumName: album.contentName, artistName: album.artistName }),
      albumCompleteHook(album.id, album.contentId),
    ],
  });

/** `userId` did it; `userIds` hear of it. */
export const cancelledBy = (
  userId: string,
  item: Subject,
  previousStatus: DownloadStatus,
  cancelledIds: readonly string[],
): Effects =>
  effects({
    audit: [auditEntry('REQUEST_CANCELLED', item, { previous_status: previousStatus }, userId)],
    events: statusChanged(toRequest(item, [userId]), 'CANCELLED'),
    notices: cancelledIds.length === 0 ? [] : [{ kind: 'items_cancelled', itemIds: cancelledIds }],
  });

export type Retried = Subject & Pick<QueueItem, 'retryCount' | 'errorType' | 'errorMessage'>;

/** `userId` did it; `users` hear of it where it is theirs. `position` is where it waits now. */
export const retriedBy = (
  userId: string,
  item: Retried,
  isForced: boolean,
  { userIds, position }: { userIds: readonly string[]; position: number | null },
): Effects =>
  effects({
    audit: [
      auditEntry(
        'ADMIN_RETRY',
        item,
        {
          previous_retry_count: item.retryCount,
          previous_error_type: item.errorType,
          previous_error_message: item.errorMessage,
          force: isForced,
        },
        userId,
      ),
    ],
    events: statusChanged(toRequest(item, userIds), 'PENDING', { position }),
  });

/** An album that had failed goes on because a child of it is tried again. */
export const albumReopened = ({ album, userIds, progress }: AlbumState): Effects =>
  effects({
    events: [
      ...statusChanged(toRequest(album, userIds), 'IN_PROGRESS'),
      ...progressUpdated(toRequest(album, userIds), progress),
    ],
  });

/** `userId` did it; `userIds` hear of it if it was on its way. */
export const deletedBy = (
  userId: string,
  item: Subject & { readonly status: DownloadStatus },
  userIds: readonly string[],
): Effects =>
  effects({
    audit: [auditEntry('ADMIN_DELETE', item, { previous_status: item.status }, userId)],
    events: isActive(item.status) ? statusChanged(toRequest(item, userIds), 'CANCELLED') : [],
  });
