import type * as promises from 'node:fs/promises';

/** The calls by which files come to lie under the media root. Tests watch their order and let them fail. */
export type FileSystem = Pick<
  typeof promises,
  'open' | 'rename' | 'mkdir' | 'realpath' | 'rm' | 'stat' | 'statfs' | 'opendir'
>;
