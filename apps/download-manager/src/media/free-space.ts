import { type FileSystem } from './file-system.port.js';
import { MediaError, onDisk } from './media.errors.js';

const MB = 1024 * 1024;

/** Keeps `minFreeSpaceMb` free on the disk of the media folder, so that databases and logs beside it can still be written. */
export class FreeSpace {
  constructor(
    private readonly root: string,
    private readonly settings: { readonly minFreeSpaceMb: number },
    private readonly files: Pick<FileSystem, 'statfs'>,
  ) {}

  /** Refuses (`storage`) what would go below the floor. */
  async ensure(bytesToCome: number): Promise<void> {
    const { minFreeSpaceMb } = this.settings;
    if (minFreeSpaceMb === 0) return;
    const { bavail, bsize } = await onDisk('asking for free space', this.files.statfs(this.root));
    if (bavail * bsize - bytesToCome >= minFreeSpaceMb * MB) return;
    throw new MediaError('storage', `less than ${minFreeSpaceMb} MB would stay free on the disk`);
  }
}
