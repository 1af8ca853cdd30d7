import { hash } from 'node:crypto';
import { join } from 'node:path';

/** The command line, checked and complete. */
export interface Settings {
  /** Real path of the folder with the music. */
  library: string;
  host: string;
  /** 0 = any free one. */
  port: number;
  indexFile: string;
  /** 0 = only when the system reports a change. */
  rescanSecs: number;
  parallelAudio: number;
}

/**
 * The index is a cache and lies where caches lie, one for each library: beside the music it would be copied, backed up
 * and asked about.
 */
export function defaultIndexFile(library: string, home: string, cacheHome = ''): string {
  const caches = cacheHome.startsWith('/') ? cacheHome : join(home, '.cache');
  return join(caches, 'pezzottify', `library-index-${hash('sha256', library).slice(0, 16)}.db`);
}
