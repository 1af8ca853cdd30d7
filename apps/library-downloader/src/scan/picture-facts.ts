import { createHash } from 'node:crypto';
import { imageSize } from 'image-size';
import { type PictureFacts } from './known-file.js';

/** The kinds a consumer of the downloader API accepts as images. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
};

export const LARGEST_PICTURE_BYTES = 50 * 1024 * 1024;
const LARGEST_SIDE = 65535;

export const pictureHash = () => createHash('sha256');

/** 40 hex digits that depend on nothing but the bytes. */
export const pictureId = (hash: ReturnType<typeof pictureHash>): string => hash.digest('hex').slice(0, 40);

const isSide = (pixels: number): boolean => Number.isInteger(pixels) && pixels >= 1 && pixels <= LARGEST_SIDE;

/** Type and dimensions from the beginning of a picture; null when it is none that can be shown. */
export function measurePicture(head: Uint8Array): Pick<PictureFacts, 'contentType' | 'width' | 'height'> | null {
  try {
    const { type = '', width, height } = imageSize(head);
    const contentType = CONTENT_TYPES[type];
    return contentType !== undefined && isSide(width) && isSide(height) ? { contentType, width, height } : null;
  } catch {
    return null;
  }
}

export function pictureFactsOf(bytes: Uint8Array): PictureFacts | null {
  const measures = bytes.length > LARGEST_PICTURE_BYTES ? null : measurePicture(bytes);
  return measures && { ...measures, id: pictureId(pictureHash().update(bytes)), bytes: bytes.length };
}
