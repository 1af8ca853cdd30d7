import { type DownloadProgress, type DownloadStatus } from '@pezzottify/contracts';
import { type OutgoingEvent } from './effects.js';

/** The request an event is about, and everyone who takes part in it. */
export interface AboutRequest {
  readonly id: string;
  readonly contentId: string;
  readonly userIds: readonly string[];
}

const about = ({ id, contentId, userIds }: AboutRequest) => ({
  user_ids: [...userIds],
  request_id: id,
  content_id: contentId,
});

/** Events go to users: a request nobody takes part in (the watchdog's) makes none. */
const toUsers = (request: AboutRequest, event: () => OutgoingEvent): OutgoingEvent[] =>
  request.userIds.length === 0 ? [] : [event()];

export const requestCreated = (
  request: AboutRequest,
  created: { contentName: string; artistName: string | null; position: number | null },
): OutgoingEvent[] =>
  toUsers(request, () => ({
    type: 'download.request.created.v1',
    data: {
      ...about(request),
      content_type: 'album',
      content_name: created.contentName,
      artist_name: created.artistName,
      // Joined while it is worked on: nothing is before it, and clients know no null here.
      queue_position: created.position ?? 1,
    },
  }));

export const statusChanged = (
  request: AboutRequest,
  status: DownloadStatus,
  { errorMessage = null, position = null }: { errorMessage?: string | null; position?: number | null } = {},
): OutgoingEvent[] =>
  toUsers(request, () => ({
    type: 'download.status.changed.v1',
    data: { ...about(request), status, queue_position: position, error_message: errorMessage },
  }));

export const progressUpdated = (request: AboutRequest, progress: DownloadProgress): OutgoingEvent[] =>
  toUsers(request, () => ({ type: 'download.progress.updated.v1', data: { ...about(request), progress } }));

export const downloadCompleted = (
  request: AboutRequest,
  names: { albumName: string | null; artistName: string | null },
): OutgoingEvent[] =>
  toUsers(request, () => ({
    type: 'download.completed.v1',
    data: { ...about(request), album_name: names.albumName ?? '', artist_name: names.artistName ?? '' },
  }));

/** For the jobs, whoever asked. */
export const albumCompleteHook = (requestId: string, albumId: string): OutgoingEvent => ({
  type: 'hook.OnDownloadComplete',
  data: { request_id: requestId, album_id: albumId },
});
