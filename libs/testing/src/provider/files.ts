import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ProvidedFile } from './library.js';

/** A file as it goes over the wire. */
export interface ServedFile {
  contentType: string;
  length: number;
  chunks(): Iterable<Uint8Array>;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  flac: 'audio/flac',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  opus: 'audio/ogg',
  aac: 'audio/aac',
  m4a: 'audio/mp4',
  wav: 'audio/wav',
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
};

/** An MPEG-1 layer III frame header: 128 kbit/s, 44.1 kHz, stereo, unpadded; such a frame has 417 bytes. */
const FRAME_HEADER = Buffer.from([0xff, 0xfb, 0x90, 0x00]);
const FRAME_BYTES = 417;
const SIDE_INFO_END = 36;
const FRAMES_PER_BLOCK = 200;

export async function serveFile(samplesFolder: string, id: string, file: ProvidedFile): Promise<ServedFile> {
  if ('mp3Bytes' in file) return generatedMp3(id, file.mp3Bytes);
  const bytes = await readFile(join(samplesFolder, file.sample));
  const extension = file.sample.split('.').at(-1) ?? '';
  const contentType = CONTENT_TYPES[extension] ?? 'application/octet-stream';
  return { contentType, length: bytes.length, chunks: () => [bytes] };
}

/** Lower-case hex, what a catalog that fetched the file properly must have. */
export function sha256Of(file: ServedFile): string {
  const hash = createHash('sha256');
  for (const chunk of file.chunks()) hash.update(chunk);
  return hash.digest('hex');
}

function generatedMp3(id: string, atLeast: number): ServedFile {
  const frames = Math.max(1, Math.ceil(atLeast / FRAME_BYTES));
  return {
    contentType: 'audio/mpeg',
    length: frames * FRAME_BYTES,
    *chunks() {
      const block = noiseBlock(id);
      for (let sent = 0; sent < frames; sent += FRAMES_PER_BLOCK) {
        // Each block carries its number: a lost or repeated one changes the hash.
        const numbered = Buffer.from(block);
        numbered.writeUInt32BE(sent, SIDE_INFO_END);
        yield numbered.subarray(0, Math.min(FRAMES_PER_BLOCK, frames - sent) * FRAME_BYTES);
      }
    },
  };
}

function noiseBlock(id: string): Buffer {
  const block = createHash('shake256', { outputLength: FRAMES_PER_BLOCK * FRAME_BYTES })
    .update(id)
    .digest();
  for (let at = 0; at < block.length; at += FRAME_BYTES) {
    block.fill(0, at, at + SIDE_INFO_END);
    FRAME_HEADER.copy(block, at);
  }
  return block;
}
