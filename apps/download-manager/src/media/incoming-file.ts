import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileSystem } from './file-system.port.js';
import { onDisk } from './media.errors.js';
import { type MediaRoot } from './media-root.js';

export const PART_PREFIX = '.part-';

/** A file on its way: hidden beside its place until it is whole, verified and on the disk. */
export class IncomingFile {
  bytes = 0;
  private readonly hash = createHash('sha256');

  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
    private readonly files: FileSystem,
  ) {}

  static async create(folder: string, files: FileSystem): Promise<IncomingFile> {
    const path = join(folder, PART_PREFIX + randomBytes(12).toString('hex'));
    return new IncomingFile(path, await onDisk('making a file', files.open(path, 'wx', 0o644)), files);
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.hash.update(chunk);
    this.bytes += chunk.length;
    await onDisk('writing a file', this.handle.appendFile(chunk));
  }

  /** Moves the file to its place, so that at any power cut it is there whole or not at all. Gives its SHA-256. */
  async place(target: string, root: MediaRoot): Promise<string> {
    await onDisk('syncing a file', this.handle.sync());
    await onDisk('closing a file', this.handle.close());
    await onDisk('placing a file', this.files.rename(this.path, target));
    await root.syncFolders(target);
    return this.hash.digest('hex');
  }

  /** Nothing of it remains. Safe after anything. */
  async discard(): Promise<void> {
    await this.handle.close().catch(() => undefined);
    await this.files.rm(this.path, { force: true }).catch(() => undefined);
  }
}
