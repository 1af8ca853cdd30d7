import { open } from 'node:fs/promises';
import { imageSize } from 'image-size';
import { isImage } from './containers.js';
import { corrupt, onDisk } from './media.errors.js';

export interface ImageFacts {
  width: number;
  height: number;
}

/** Dimensions stand in front of the picture; only a JPEG with enormous embedded profiles has them behind this. */
const READ_BYTES = 1024 * 1024;
const MAX_SIDE = 65_535;

/** The picture's dimensions; `corruption` when the bytes are no picture we take. */
export async function inspectImage(path: string): Promise<ImageFacts> {
  const head = await onDisk('reading a file', readHead(path));
  if (!isImage(head)) throw corrupt('the file is no image of a known kind');
  const { width, height } = dimensionsOf(head);
  if (!isSide(width) || !isSide(height)) throw corrupt('the image has no readable dimensions');
  return { width, height };
}

function dimensionsOf(head: Uint8Array): ImageFacts {
  try {
    return imageSize(head);
  } catch (error) {
    throw corrupt('the image header does not parse', error);
  }
}

function isSide(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= MAX_SIDE;
}

async function readHead(path: string): Promise<Uint8Array> {
  const handle = await open(path, 'r');
  try {
    const head = Buffer.alloc(Math.min(READ_BYTES, (await handle.stat()).size));
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
