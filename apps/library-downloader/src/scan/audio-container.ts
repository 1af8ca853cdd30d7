import { extname } from 'node:path';

export interface AudioContainer {
  name: string;
  contentType: string;
  extensions: readonly string[];
}

const FLAC: AudioContainer = { name: 'FLAC', contentType: 'audio/flac', extensions: ['.flac'] };
const MP3: AudioContainer = { name: 'MP3', contentType: 'audio/mpeg', extensions: ['.mp3'] };
/** An owner who finds a FLAC refused for this has to know what to remove. */
const ID3: AudioContainer = { ...MP3, name: 'MP3 with an ID3 tag' };
const OGG: AudioContainer = { name: 'Ogg', contentType: 'audio/ogg', extensions: ['.ogg', '.oga', '.opus'] };
const ADTS: AudioContainer = { name: 'AAC', contentType: 'audio/aac', extensions: ['.aac'] };
const MP4: AudioContainer = { name: 'MPEG-4', contentType: 'audio/mp4', extensions: ['.m4a'] };
const WAVE: AudioContainer = { name: 'WAVE', contentType: 'audio/wav', extensions: ['.wav'] };

/** As many leading bytes as {@link audioContainerOf} looks at. */
export const CONTAINER_HEAD_BYTES = 12;

const textAt = (head: Uint8Array, from: number, to: number): string => String.fromCharCode(...head.subarray(from, to));

/** Eleven set bits start an MPEG audio frame; layer 00, reserved there, is how ADTS tells itself apart. */
function syncWordOf(head: Uint8Array): AudioContainer | null {
  const [first = 0, second = 0] = head;
  if (first !== 0xff || (second & 0xe0) !== 0xe0) return null;
  const layer = second & 0x06;
  return layer === 0 ? ((second & 0xf0) === 0xf0 ? ADTS : null) : MP3;
}

/**
 * The container by its first bytes, read the way a consumer of the downloader API reads them: what it could not
 * recognise must not be offered.
 */
export function audioContainerOf(head: Uint8Array): AudioContainer | null {
  const magic = textAt(head, 0, 4);
  if (magic === 'fLaC') return FLAC;
  if (magic === 'OggS') return OGG;
  if (magic.startsWith('ID3')) return ID3;
  if (textAt(head, 4, 8) === 'ftyp') return MP4;
  if (magic === 'RIFF' && textAt(head, 8, 12) === 'WAVE') return WAVE;
  return syncWordOf(head);
}

export const hasExtensionOf = (container: AudioContainer, path: string): boolean =>
  container.extensions.includes(extname(path).toLowerCase());
