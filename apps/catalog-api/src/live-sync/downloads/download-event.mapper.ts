import { type TypedEvent } from '@pezzottify/messaging';
import { type SyncEvent } from '../../storage/user/sync-event.repository.js';

export const DOWNLOAD_EVENTS = [
  'download.request.created.v1',
  'download.status.changed.v1',
  'download.progress.updated.v1',
  'download.completed.v1',
] as const;

export type DownloadEvent = TypedEvent<(typeof DOWNLOAD_EVENTS)[number]>;

/** What the devices of a participant are told (HTTP contract, section 5.3). */
export function toSyncEvent(event: DownloadEvent): SyncEvent {
  const { request_id, content_id } = event.data;
  const about = { request_id, content_id };
  switch (event.type) {
    case 'download.request.created.v1': {
      const { content_type, content_name, artist_name, queue_position } = event.data;
      return {
        type: 'download_request_created',
        payload: { ...about, content_type, content_name, artist_name, queue_position },
      };
    }
    case 'download.status.changed.v1': {
      const { status, queue_position, error_message } = event.data;
      return { type: 'download_status_changed', payload: { ...about, status, queue_position, error_message } };
    }
    case 'download.progress.updated.v1':
      return { type: 'download_progress_updated', payload: { ...about, progress: event.data.progress } };
    case 'download.completed.v1':
      return { type: 'download_completed', payload: about };
  }
}
