import { extname, parse } from 'node:path';

/** `unsupported` is music in a format that is not served: listed as skipped, so that its owner is not left wondering. */
export type FileKind = 'audio' | 'image' | 'unsupported';

const AUDIO = new Set(['.mp3', '.flac', '.ogg', '.oga', '.opus', '.m4a', '.aac', '.wav']);
const IMAGE = new Set(['.jpg', '.jpeg', '.png', '.webp', '.gif']);
const UNSUPPORTED = new Set(
  '.wma .ape .wv .aif .aiff .dsf .dff .mpc .m4p .m4b .tta .tak .mp2 .ac3 .dts .mka .shn .mid .midi .ra'.split(' '),
);

/** Names of pictures that belong to an album, best first, and to an artist. Other pictures are nobody's cover. */
export const COVER_NAMES = ['cover', 'front', 'folder', 'album'] as const;
export const PORTRAIT_NAMES = ['artist', 'portrait'] as const;

const pictureNames = new Set<string>([...COVER_NAMES, ...PORTRAIT_NAMES]);

/** The kind of a file by its name alone; null = no business of the scan. */
export function fileKindOf(name: string): FileKind | null {
  const extension = extname(name).toLowerCase();
  if (AUDIO.has(extension)) return 'audio';
  if (UNSUPPORTED.has(extension)) return 'unsupported';
  return IMAGE.has(extension) && pictureNames.has(parse(name).name.toLowerCase()) ? 'image' : null;
}
