import { extname, join } from 'node:path';
import { type FileContent, type KnownFile } from './known-file.js';
import { readAudio } from './read-audio.js';
import { readImage } from './read-image.js';
import { FileSkippedError } from './scan.errors.js';
import { type FoundFile } from './walk-folder.js';

async function contentOf(file: string, { kind, path, size }: FoundFile): Promise<FileContent> {
  if (kind === 'unsupported') {
    throw new FileSkippedError('unsupported_format', `${extname(path).toLowerCase()} files are not served`);
  }
  if (size === 0) throw new FileSkippedError('empty', 'has no content');
  return kind === 'audio'
    ? { kind: 'audio', audio: await readAudio(file) }
    : { kind: 'image', image: await readImage(file, size) };
}

/** Whatever goes wrong with one file is that file's reason to be skipped, never the end of the scan. */
function skippedBecause(error: unknown): FileContent {
  if (error instanceof FileSkippedError) {
    return { kind: 'skipped', skip: error.skip, isRetryable: error.isRetryable };
  }
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
  return { kind: 'skipped', skip: { reason: 'unreadable', message: `cannot be read (${code})` }, isRetryable: true };
}

export async function readLibraryFile(root: string, found: FoundFile): Promise<KnownFile> {
  const { path, size, modifiedMicros } = found;
  const content = await contentOf(join(root, path), found).catch(skippedBecause);
  return { path, size, modifiedMicros, content };
}
