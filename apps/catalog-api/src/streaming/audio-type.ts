import { extname } from 'node:path';
import { type TrackFormat } from '@pezzottify/contracts';

const MP4_ENDINGS = new Set(['.m4a', '.mp4']);

const TYPE_OF_ENDING: Readonly<Record<string, string>> = {
  '.ogg': 'audio/ogg',
  '.oga': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.mp3': 'audio/mpeg',
  '.flac': 'audio/flac',
  '.m4a': 'audio/mp4',
  '.mp4': 'audio/mp4',
  '.aac': 'audio/aac',
  '.wav': 'audio/wav',
};

/** Content-Type of a track's file: by its stored format, and by the file's ending where the format does not say. */
export function audioTypeOf(format: TrackFormat, uri: string): string {
  const ending = extname(uri).toLowerCase();
  if (format.startsWith('OggVorbis')) return 'audio/ogg';
  if (format.startsWith('Mp3_')) return 'audio/mpeg';
  if (format === 'Flac') return 'audio/flac';
  if (format.startsWith('Aac')) return MP4_ENDINGS.has(ending) ? 'audio/mp4' : 'audio/aac';
  return TYPE_OF_ENDING[ending] ?? 'application/octet-stream';
}
