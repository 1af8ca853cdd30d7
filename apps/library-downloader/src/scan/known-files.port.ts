import { type KnownFile } from './known-file.js';

/** Remembers between runs what was read from each file, so that only new and changed files are read again. */
export interface KnownFiles {
  load(): Promise<KnownFile[]>;
  /** Adds the files, replacing what was known under the same paths. */
  save(files: readonly KnownFile[]): Promise<void>;
  forget(paths: readonly string[]): Promise<void>;
  close(): Promise<void>;
}
