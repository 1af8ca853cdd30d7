import { createReadStream } from 'node:fs';
import { crc32 } from 'node:zlib';

const CHUNK_BYTES = 1024 * 1024;

/** As 8 lower-case hex digits. */
export async function crc32OfFile(path: string): Promise<string> {
  let sum = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) sum = crc32(chunk as Buffer, sum);
  return sum.toString(16).padStart(8, '0');
}
