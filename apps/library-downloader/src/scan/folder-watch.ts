import { watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import { type Logger } from '@pezzottify/observability';

export interface FolderWatchOptions {
  root: string;
  /** Something changed and nothing has for `quietMs`. */
  onChange: () => void;
  /** Copying an album is hundreds of events; scanning in the middle of it would publish half an album. */
  quietMs: number;
  logger: Logger;
}

/**
 * Says when something below the library changes: one system watch for each folder. chokidar, which keeps a record of
 * every file, took 5 s of processor time and 235 MB for 50,000 files, to tell what the next scan finds out anyway.
 */
export class FolderWatch {
  private readonly watches = new Map<string, FSWatcher>();
  private quiet: NodeJS.Timeout | null = null;
  private hasFailed = false;

  constructor(private readonly options: FolderWatchOptions) {}

  /** The folders there are now. One that is new may have changed since it was scanned, which counts as a change. */
  follow(folders: readonly string[]): void {
    const current = new Set(folders);
    for (const [folder, one] of this.watches) if (!current.has(folder)) this.drop(folder, one);
    const added = folders.filter((folder) => !this.watches.has(folder) && this.add(folder));
    if (added.length > 0) this.noteChange();
  }

  close(): void {
    if (this.quiet) clearTimeout(this.quiet);
    for (const [folder, one] of this.watches) this.drop(folder, one);
  }

  private add(folder: string): boolean {
    if (this.hasFailed) return false;
    try {
      const one = watch(join(this.options.root, folder), { persistent: false }, (event, name) => {
        if (event === 'rename' && name !== null) this.forget(folder === '' ? name : `${folder}/${name}`);
        this.noteChange();
      });
      one.on('error', () => this.drop(folder, one));
      this.watches.set(folder, one);
      return true;
    } catch (error) {
      this.giveUp(error as NodeJS.ErrnoException);
      return false;
    }
  }

  private drop(folder: string, one: FSWatcher): void {
    one.close();
    if (this.watches.get(folder) === one) this.watches.delete(folder);
  }

  /** A watch stays with a folder that was moved or deleted and says nothing about another that took its name. */
  private forget(folder: string): void {
    if (!this.watches.has(folder)) return;
    for (const [path, one] of this.watches) {
      if (path === folder || path.startsWith(`${folder}/`)) this.drop(path, one);
    }
  }

  private noteChange(): void {
    if (this.quiet) clearTimeout(this.quiet);
    this.quiet = setTimeout(this.options.onChange, this.options.quietMs);
  }

  /** The system's limit for watches, or a file system without them: the periodic scan finds changes too, only later. */
  private giveUp(error: NodeJS.ErrnoException): void {
    if (error.code === 'ENOENT' || error.code === 'EACCES') return;
    this.hasFailed = true;
    this.options.logger.warn({ err: error }, 'Not every folder can be watched; changes wait for the periodic scan');
  }
}
