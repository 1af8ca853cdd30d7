import { randomBytes } from 'node:crypto';
import { type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { type FileSystem } from './file-system.port.js';
import { onDisk } from './media.errors.js';
import { mediaKey } from './media-paths.js';
import { type MediaRoot } from './media-root.js';

export const PART_PREFIX = '.part-';

/**
 * Chunks come in 64 KB. Written one by one each would outlive the young generation, and the collector would run for every
 * other track: copied together they die young, and a track costs 20 ms instead of 33.
 */
const STAGE_BYTES = 512 * 1024;

/** A file on its way: hidden beside its place until it is whole, verified and on the disk. */
export class IncomingFile {
  bytes = 0;
  private checksum = 0;
  private readonly stage = Buffer.allocUnsafeSlow(STAGE_BYTES);
  private staged = 0;

  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
    private readonly files: FileSystem,
  ) {}

  /**
   * What an earlier attempt at the same item left is removed. Should its worker be late instead of dead, the file is
   * gone under it and can no longer be placed: it has lost its lease anyway.
   */
  static async create(folder: string, itemId: string, files: FileSystem): Promise<IncomingFile> {
    await removeEarlierAttempts(folder, itemId, files);
    const path = join(folder, prefixOf(itemId) + randomBytes(8).toString('hex'));
    return new IncomingFile(path, await onDisk('making a file', files.open(path, 'wx', 0o644)), files);
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.checksum = crc32(chunk, this.checksum);
    this.bytes += chunk.length;
    for (let rest = chunk; rest.length > 0;) {
      const part = rest.subarray(0, STAGE_BYTES - this.staged);
      this.stage.set(part, this.staged);
      this.staged += part.length;
      rest = rest.subarray(part.length);
      if (this.staged === STAGE_BYTES) await this.flush();
    }
  }

  /** To be called after the last `write`: all of it can be read in the file then. */
  async flush(): Promise<void> {
    await onDisk('writing a file', this.handle.appendFile(this.stage.subarray(0, this.staged)));
    this.staged = 0;
  }

  async sync(): Promise<void> {
    await onDisk('syncing a file', this.handle.sync());
  }

  /** CRC-32 of what was written, 8 lower-case hex digits. */
  get crc32(): string {
    return this.checksum.toString(16).padStart(8, '0');
  }

  /** Moves a flushed and synced file to its place: at any power cut it is there whole or not at all. */
  async place(target: string, root: MediaRoot): Promise<void> {
    await onDisk('closing a file', this.handle.close());
    await onDisk('placing a file', this.files.rename(this.path, target));
    await root.syncFolders(target);
  }

  /** Nothing of it remains. Safe after anything. */
  async discard(): Promise<void> {
    await this.handle.close().catch(() => undefined);
    await this.files.rm(this.path, { force: true }).catch(() => undefined);
  }
}

const prefixOf = (itemId: string): string => `${PART_PREFIX}${mediaKey(itemId)}-`;

/** Takes away what workers that were killed left of this item in the folder of its file. */
export const removeEarlierAttempts = (folder: string, itemId: string, files: FileSystem): Promise<void> =>
  onDisk('removing an earlier attempt', removeAll(folder, prefixOf(itemId), files));

async function removeAll(folder: string, prefix: string, files: FileSystem): Promise<void> {
  for await (const { name } of await files.opendir(folder)) {
    if (name.startsWith(prefix)) await files.rm(join(folder, name), { force: true });
  }
}
