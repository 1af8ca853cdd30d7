import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { type TrackFormat } from '@pezzottify/contracts';
import { parseStream } from 'music-metadata';
import { type AudioContainer, audioContainerOf, HEADER_BYTES, id3Length } from './containers.js';
import { corrupt, onDisk } from './media.errors.js';
import { type AudioExtension } from './media-paths.js';

export interface AudioFacts {
  extension: AudioExtension;
  format: TrackFormat;
  /** What Content-Types agree with the file. */
  mediaTypes: readonly string[];
}

const MAX_TAGS = 4;
/**
 * Where nearly every header ends. The parser reads on to the end of what it is given, frame by frame: 1 MB of MP3 takes it
 * 15 ms, so it is given little first.
 */
const FIRST_LOOK = 64 * 1024;
/** Large pictures in a header can move its end beyond. The bound keeps a file of nothing but tags out of memory. */
const SECOND_LOOK = 64 * 1024 * 1024;

/** What the file is, from its bytes alone; `corruption` when that is no audio we take. */
export async function inspectAudio(path: string): Promise<AudioFacts> {
  const { container, start } = await onDisk('reading a file', findContainer(path));
  if (container === null) throw corrupt('the file is no audio of a known kind');
  await parseHeader(path, container, start);
  return { extension: container.extension, format: container.format, mediaTypes: container.mediaTypes };
}

interface ContainerAt {
  container: AudioContainer | null;
  /** Where the container begins, behind the tags in front of it. */
  start: number;
}

/** Tags are skipped, not parsed: one alone may claim 256 MiB, and behind one there may be another kind than MP3. */
async function findContainer(path: string): Promise<ContainerAt> {
  const handle = await open(path, 'r');
  try {
    let head = await headAt(handle, 0);
    const first = audioContainerOf(head);
    let start = 0;
    for (let tags = 0; tags < MAX_TAGS && id3Length(head) > 0; tags++) {
      start += id3Length(head);
      head = await headAt(handle, start);
    }
    return { container: start === 0 ? first : (audioContainerOf(head) ?? first), start };
  } finally {
    await handle.close();
  }
}

async function headAt(handle: FileHandle, position: number): Promise<Uint8Array> {
  const head = Buffer.alloc(HEADER_BYTES);
  const { bytesRead } = await handle.read(head, 0, HEADER_BYTES, position);
  return head.subarray(0, bytesRead);
}

async function parseHeader(path: string, container: AudioContainer, start: number): Promise<void> {
  try {
    await parseWithin(path, container, start, FIRST_LOOK);
  } catch {
    // An MP4 may have its index behind all of the sound; the parser skips what lies in between.
    await parseWithin(path, container, start, container.extension === 'm4a' ? Infinity : SECOND_LOOK);
  }
}

async function parseWithin(path: string, container: AudioContainer, start: number, bytes: number): Promise<void> {
  const stream = createReadStream(path, { start, end: start + bytes - 1 });
  const [mimeType = ''] = container.mediaTypes;
  try {
    const { format } = await parseStream(stream, { mimeType }, { duration: false, skipCovers: true });
    // The MPEG parser is content with a file in which it found no single frame; then there is no codec.
    if (format.hasAudio !== true || format.codec === undefined) throw corrupt('the file has no audio in it');
  } catch (error) {
    throw corrupt('the audio header does not parse', error);
  } finally {
    stream.destroy();
  }
}
