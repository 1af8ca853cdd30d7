import { createHash } from 'node:crypto';

/** An id that can be a file name anywhere. Everything else is replaced by its hash, so no id can name a path. */
const PLAIN_ID = /^[A-Za-z0-9_-]{1,128}$/;
/** Below it all files of one kind would lie in one folder; three levels of two characters keep folders small. */
const FANNED_OUT_FROM = 6;

export const AUDIO_EXTENSIONS = ['flac', 'mp3', 'ogg', 'aac', 'm4a', 'wav'] as const;
export type AudioExtension = (typeof AUDIO_EXTENSIONS)[number];

/** Relative to the media root, with `/`: exactly what the catalog row holds. */
export function audioUri(trackId: string, extension: AudioExtension): string {
  return uri('audio', trackId, extension);
}

/** Always `.jpg`, whatever the picture is: the row exists before its file, and the name must not change with it. */
export function imageUri(imageId: string): string {
  return uri('images', imageId, 'jpg');
}

export function mediaKey(id: string): string {
  return PLAIN_ID.test(id) ? id : createHash('sha256').update(id).digest('hex');
}

function uri(folder: string, id: string, extension: string): string {
  const key = mediaKey(id);
  const levels = key.length < FANNED_OUT_FROM ? [] : [key.slice(0, 2), key.slice(2, 4), key.slice(4, 6)];
  return [folder, ...levels, `${key}.${extension}`].join('/');
}
