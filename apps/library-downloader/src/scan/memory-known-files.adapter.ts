import { type KnownFile } from './known-file.js';
import { type KnownFiles } from './known-files.port.js';

/** For a machine without a writable place for the index: each start reads the whole library again. */
export class MemoryKnownFiles implements KnownFiles {
  private readonly files = new Map<string, KnownFile>();

  load(): Promise<KnownFile[]> {
    return Promise.resolve([...this.files.values()]);
  }

  save(files: readonly KnownFile[]): Promise<void> {
    for (const file of files) this.files.set(file.path, file);
    return Promise.resolve();
  }

  forget(paths: readonly string[]): Promise<void> {
    for (const path of paths) this.files.delete(path);
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
