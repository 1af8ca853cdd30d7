import { type MediaList } from '@pezzottify/contracts';
import { type MediaContentType } from '../storage/entities/watchdog-finding.entity.js';

/** In the order in which they are looked at. */
export const MEDIA_LISTS: readonly MediaList[] = ['track_audio', 'album_image', 'artist_image'];

export const CONTENT_TYPE_OF: Readonly<Record<MediaList, MediaContentType>> = {
  track_audio: 'TRACK_AUDIO',
  album_image: 'ALBUM_IMAGE',
  artist_image: 'ARTIST_IMAGE',
};

export const listOf = (contentType: MediaContentType): MediaList =>
  MEDIA_LISTS.find((list) => CONTENT_TYPE_OF[list] === contentType) ?? 'track_audio';

/** The words of the audit log (HTTP contract, section 8.6); they say "missing" of everything that has to be fetched again. */
export const REASON_OF = {
  TRACK_AUDIO: 'missing_audio_file',
  ALBUM_IMAGE: 'missing_album_image',
  ARTIST_IMAGE: 'missing_artist_image',
} as const satisfies Record<MediaContentType, string>;
