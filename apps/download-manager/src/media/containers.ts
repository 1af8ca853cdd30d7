import { type TrackFormat } from '@pezzottify/contracts';
import { type AudioExtension } from './media-paths.js';

export interface AudioContainer {
  extension: AudioExtension;
  format: TrackFormat;
  /** The media types that agree with the header; the first is what the header parser is told. */
  mediaTypes: readonly string[];
}

const FLAC: AudioContainer = { extension: 'flac', format: 'Flac', mediaTypes: ['audio/flac', 'audio/x-flac'] };
const MP3: AudioContainer = { extension: 'mp3', format: 'Mp3_320', mediaTypes: ['audio/mpeg', 'audio/mp3'] };
const OGG: AudioContainer = {
  extension: 'ogg',
  format: 'OggVorbis320',
  mediaTypes: ['audio/ogg', 'audio/vorbis', 'application/ogg'],
};
const ADTS: AudioContainer = { extension: 'aac', format: 'Aac160', mediaTypes: ['audio/aac'] };
const MP4: AudioContainer = {
  extension: 'm4a',
  format: 'Aac160',
  mediaTypes: ['audio/mp4', 'audio/m4a', 'audio/x-m4a'],
};
const WAV: AudioContainer = {
  extension: 'wav',
  format: 'Unknown',
  mediaTypes: ['audio/wav', 'audio/wave', 'audio/x-wav'],
};

/** As many bytes as the functions below look at. */
export const HEADER_BYTES = 16;

/** What the first bytes say a file is; null for everything we do not take. */
export function audioContainerOf(head: Uint8Array): AudioContainer | null {
  if (says(head, 0, 'fLaC')) return FLAC;
  if (says(head, 0, 'OggS')) return OGG;
  if (says(head, 4, 'ftyp')) return MP4;
  if (says(head, 0, 'RIFF') && says(head, 8, 'WAVE')) return WAV;
  if (says(head, 0, 'ID3')) return MP3;
  return mpegContainerOf(head);
}

/** Length of the ID3v2 tag that the file begins with (ID3v2.4, 3.1), or 0. */
export function id3Length(head: Uint8Array): number {
  if (!says(head, 0, 'ID3')) return 0;
  const [a = 0, b = 0, c = 0, d = 0] = head.subarray(6, 10).map((byte) => byte & 0x7f);
  const hasFooter = ((head[5] ?? 0) & 0x10) !== 0;
  return (a << 21) + (b << 14) + (c << 7) + d + (hasFooter ? 20 : 10);
}

export function isImage(head: Uint8Array): boolean {
  const isJpeg = head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff;
  const isPng = head[0] === 0x89 && says(head, 1, 'PNG\r\n\x1a\n');
  const isGif = says(head, 0, 'GIF87a') || says(head, 0, 'GIF89a');
  return isJpeg || isPng || isGif || (says(head, 0, 'RIFF') && says(head, 8, 'WEBP'));
}

/** MPEG audio and ADTS begin with the same eleven bits; ADTS is the one with layer 0 (ISO 13818-7, 6.2). */
function mpegContainerOf(head: Uint8Array): AudioContainer | null {
  const second = head[1] ?? 0;
  if (head[0] !== 0xff || (second & 0xe0) !== 0xe0) return null;
  const [version, layer] = [(second >> 3) & 3, (second >> 1) & 3];
  if (layer === 0) return (second & 0xf0) === 0xf0 ? ADTS : null;
  return version === 1 ? null : MP3;
}

function says(head: Uint8Array, at: number, text: string): boolean {
  return Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1', at, at + text.length) === text;
}
