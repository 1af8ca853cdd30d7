import { type MediaRow } from '../storage/catalog/ingest/media-rows.js';
import { type MediaFiles } from '../streaming/media-files.js';

/** So many at a time: the disk's queue is shared with everyone who is listening. */
const AT_A_TIME = 8;

/** The ids whose file is there, in the order of the rows. */
export async function idsInPlace(files: MediaFiles, rows: readonly MediaRow[]): Promise<string[]> {
  const found: string[] = [];
  for (let start = 0; start < rows.length; start += AT_A_TIME) {
    const some = rows.slice(start, start + AT_A_TIME);
    const isThere = await Promise.all(some.map(({ uri }) => files.has(uri)));
    found.push(...some.filter((_, index) => isThere[index]).map(({ id }) => id));
  }
  return found;
}

/** Ends at the first file that is missing. */
export async function areAllInPlace(files: MediaFiles, uris: readonly string[]): Promise<boolean> {
  for (let start = 0; start < uris.length; start += AT_A_TIME) {
    const isThere = await Promise.all(uris.slice(start, start + AT_A_TIME).map((uri) => files.has(uri)));
    if (isThere.includes(false)) return false;
  }
  return true;
}
