import { basename, dirname, join, sep } from 'node:path';
import { type FileSystem } from './file-system.port.js';
import { MediaError, onDisk } from './media.errors.js';

/** The folder no media path may leave, not even through links inside it. */
export class MediaRoot {
  constructor(
    private readonly root: string,
    private readonly files: FileSystem,
  ) {}

  /** Makes the folder of a file and gives the file's absolute path. */
  async prepare(uri: string): Promise<string> {
    const root = await this.resolve(this.root);
    let folder = root;
    for (const part of dirname(uri).split('/')) folder = await this.enter(root, folder, part);
    return join(folder, basename(uri));
  }

  /** The absolute path of a regular file that has content, or null. */
  async locate(uri: string): Promise<string | null> {
    const root = await this.resolve(this.root);
    const path = await this.files.realpath(join(root, uri)).catch(() => null);
    if (path === null || !isInside(root, path)) return null;
    const found = await this.files.stat(path).catch(() => null);
    return found?.isFile() === true && found.size > 0 ? path : null;
  }

  /**
   * What was placed, made or removed on the way to `path` survives a power cut only after this. All folders down to it
   * are synced, not only new ones: whoever made one may have been killed before. Synced ones cost nothing.
   */
  async syncFolders(path: string): Promise<void> {
    const root = await this.resolve(this.root);
    const folders: string[] = [];
    for (let folder = dirname(path); isInside(root, folder); folder = dirname(folder)) folders.push(folder);
    await onDisk('syncing a media folder', Promise.all([...folders, root].map((folder) => this.sync(folder))));
  }

  private async enter(root: string, parent: string, part: string): Promise<string> {
    const path = join(parent, part);
    await onDisk('making a media folder', this.make(path));
    const folder = await this.resolve(path);
    // Checked level by level: nothing must be made on the far side of a link.
    if (!isInside(root, folder)) throw new MediaError('storage', 'a link leads out of the media folder');
    return folder;
  }

  private async make(path: string): Promise<void> {
    try {
      await this.files.mkdir(path);
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'EEXIST') throw error;
    }
  }

  private resolve(path: string): Promise<string> {
    return onDisk('finding a media folder', this.files.realpath(path));
  }

  private async sync(folder: string): Promise<void> {
    const handle = await this.files.open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}

function isInside(root: string, path: string): boolean {
  return path.startsWith(root.endsWith(sep) ? root : root + sep);
}
