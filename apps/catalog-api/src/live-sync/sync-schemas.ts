import { integer, listOf, nullable, objectOf, type Schema, text, wordOf } from '@pezzottify/http-edge';
import { PERMISSIONS } from '@pezzottify/permissions';

/** The answers of section 5 of the HTTP contract. */

const EVENT_TYPES = [
  'content_liked',
  'content_unliked',
  'setting_changed',
  'playlist_created',
  'playlist_renamed',
  'playlist_deleted',
  'playlist_tracks_updated',
  'permission_granted',
  'permission_revoked',
  'permissions_reset',
  'download_request_created',
  'download_status_changed',
  'download_progress_updated',
  'download_completed',
  'notification_created',
  'notification_read',
] as const;

const PAYLOAD: Schema = {
  type: 'object',
  additionalProperties: true,
  description: 'By type. Empty for what a released Android app would not understand.',
};

const EVENT = objectOf({ seq: integer, type: wordOf(EVENT_TYPES), payload: PAYLOAD, server_timestamp: integer });

export const EVENTS = objectOf({ events: listOf(EVENT), current_seq: integer });

export const NOTIFICATION = objectOf({
  id: text,
  notification_type: wordOf(['download_completed']),
  title: text,
  body: nullable(text),
  data: objectOf({
    album_id: text,
    album_name: text,
    artist_name: text,
    image_id: nullable(text),
    request_id: text,
  }),
  read_at: nullable(integer),
  created_at: integer,
});

export const STATE = objectOf({
  seq: integer,
  likes: objectOf({ albums: listOf(text), artists: listOf(text), tracks: listOf(text) }),
  settings: listOf(objectOf({ key: text, value: { type: 'boolean' } })),
  playlists: listOf(objectOf({ id: text, name: text, tracks: listOf(text) })),
  permissions: listOf(wordOf(PERMISSIONS.map(({ name }) => name))),
  notifications: listOf(NOTIFICATION),
});
