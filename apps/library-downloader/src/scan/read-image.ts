import { createReadStream } from 'node:fs';
import { type PictureFacts } from './known-file.js';
import { LARGEST_PICTURE_BYTES, measurePicture, pictureHash, pictureId } from './picture-facts.js';
import { FileSkippedError } from './scan.errors.js';

/** Enough for a JPEG whose dimensions come after a long preamble of camera data and thumbnails. */
const MEASURED_BYTES = 1024 * 1024;

/** Reads a picture file piece by piece. */
export async function readImage(file: string, size: number): Promise<PictureFacts> {
  if (size > LARGEST_PICTURE_BYTES) throw new FileSkippedError('too_large', 'is a picture of more than 50 MiB');
  const hash = pictureHash();
  const head: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    if (bytes < MEASURED_BYTES) head.push(chunk);
    bytes += chunk.length;
  }
  const measures = measurePicture(Buffer.concat(head));
  if (!measures)
    throw new FileSkippedError('broken_image', 'is not a JPEG, PNG, WebP or GIF picture with readable dimensions');
  return { ...measures, id: pictureId(hash), bytes };
}
