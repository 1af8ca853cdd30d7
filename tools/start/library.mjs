import { readdirSync } from 'node:fs';
import { inRoot } from '../setup/paths.mjs';

const sample = inRoot('fixtures', 'sample-library');
const reasons = { ENOENT: 'it does not exist', ENOTDIR: 'it is not a folder', EACCES: 'this user may not read it' };

/** The folder the downloader serves: the one asked for, else that of the last run, else the sample library. */
export function libraryFolder({ hasDownloader, libraryDir }, { library }) {
  const path = libraryDir ?? library ?? sample;
  try {
    if (hasDownloader) readdirSync(path);
    return path;
  } catch (cause) {
    const origin = libraryDir === undefined && library !== undefined ? ' of the last run' : '';
    throw new Error(
      `the library ${path}${origin} cannot be used: ${reasons[cause.code] ?? cause.message}; name a folder of music with --library DIR`,
      { cause },
    );
  }
}
