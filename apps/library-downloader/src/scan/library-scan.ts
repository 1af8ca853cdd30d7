import { type Logger } from '@pezzottify/observability';
import { type KnownFile, type Skip } from './known-file.js';
import { type KnownFiles } from './known-files.port.js';
import { readLibraryFile } from './read-file.js';
import { LibraryUnavailableError } from './scan.errors.js';
import { type ScanProgress } from './scan-progress.js';
import { walkFolder, type FoundFile, type Walk } from './walk-folder.js';

export interface ScanResult {
  files: ReadonlyMap<string, KnownFile>;
  skipped: ReadonlyMap<string, Skip>;
  folders: readonly string[];
  hasChanged: boolean;
}

/** A few at a time hide the disk's latency; more would only make the disk seek between them. */
const READERS = 4;
/** Files per transaction: what a crash during the first indexing costs, against one sync to disk for each. */
const SAVED_TOGETHER = 200;

const isSame = (known: KnownFile | undefined, found: FoundFile): boolean =>
  known?.size === found.size && known.modifiedMicros === found.modifiedMicros;

const isRetryable = ({ content }: KnownFile): boolean => content.kind === 'skipped' && content.isRetryable;

const skipIn = (file: KnownFile | undefined): Skip | undefined =>
  file?.content.kind === 'skipped' ? file.content.skip : undefined;

const sameSkip = (a: Skip | undefined, b: Skip): boolean => a?.reason === b.reason && a.message === b.message;

/** Brings what is known of the library up to date with its folder. One run at a time. */
export class LibraryScan {
  private known: Map<string, KnownFile> | null = null;
  private skippedBefore: ReadonlyMap<string, Skip> = new Map();

  constructor(
    private readonly root: string,
    private readonly store: KnownFiles,
    private readonly logger: Logger,
  ) {}

  async run(onProgress: (progress: ScanProgress) => void, signal: AbortSignal): Promise<ScanResult> {
    const known = (this.known ??= await this.load());
    onProgress({ phase: 'looking', filesFound: 0, filesToRead: 0, filesRead: 0 });
    const walk = await this.walk(known.size);
    const changed = walk.files.filter((file) => this.mustBeRead(known, file));
    const hasLost = await this.forget(known, walk);
    const hasLearnt = await this.read(known, changed, signal, (filesRead) =>
      onProgress({ phase: 'reading', filesFound: walk.files.length, filesToRead: changed.length, filesRead }),
    );
    const hasOtherSkips = this.noteUnreachable(walk.skipped);
    const hasChanged = hasLost || hasLearnt || hasOtherSkips;
    return { files: known, skipped: walk.skipped, folders: walk.folders, hasChanged };
  }

  private async load(): Promise<Map<string, KnownFile>> {
    return new Map((await this.store.load()).map((file) => [file.path, file]));
  }

  /** An empty folder where music was is a disk that is not mounted far more often than a collection given up. */
  private async walk(knownCount: number): Promise<Walk> {
    const walk = await walkFolder(this.root).catch((error: unknown) => {
      throw new LibraryUnavailableError('The library folder cannot be read', { cause: error });
    });
    if (walk.files.length > 0 || knownCount === 0) return walk;
    throw new LibraryUnavailableError(
      'The library folder is empty although it held music before; is its disk mounted?',
    );
  }

  private mustBeRead(known: ReadonlyMap<string, KnownFile>, found: FoundFile): boolean {
    const before = known.get(found.path);
    return !before || !isSame(before, found) || isRetryable(before);
  }

  private async forget(known: Map<string, KnownFile>, { files }: Walk): Promise<boolean> {
    const present = new Set(files.map(({ path }) => path));
    const gone = [...known.keys()].filter((path) => !present.has(path));
    if (gone.length === 0) return false;
    await this.store.forget(gone);
    for (const path of gone) known.delete(path);
    return true;
  }

  private async read(
    known: Map<string, KnownFile>,
    files: readonly FoundFile[],
    signal: AbortSignal,
    onRead: (filesRead: number) => void,
  ): Promise<boolean> {
    let hasLearnt = false;
    for (let start = 0; start < files.length; start += SAVED_TOGETHER) {
      const ahead = files.slice(start, start + SAVED_TOGETHER).values();
      const batch = await this.readBatch(ahead, signal, (count) => onRead(start + count));
      await this.store.save(batch);
      for (const file of batch) hasLearnt = this.accept(known, file) || hasLearnt;
      signal.throwIfAborted();
    }
    return hasLearnt;
  }

  /** Ends early, with what it has, once the signal says so. */
  private async readBatch(
    ahead: IterableIterator<FoundFile>,
    signal: AbortSignal,
    onRead: (count: number) => void,
  ): Promise<KnownFile[]> {
    const read: KnownFile[] = [];
    const reader = async () => {
      for (const file of ahead) {
        if (signal.aborted) return;
        read.push(await readLibraryFile(this.root, file));
        onRead(read.length);
      }
    };
    await Promise.all(Array.from({ length: READERS }, reader));
    return read;
  }

  /** False for a file that was tried again and is still skipped for the same reason. */
  private accept(known: Map<string, KnownFile>, file: KnownFile): boolean {
    const before = skipIn(known.get(file.path));
    const skip = skipIn(file);
    known.set(file.path, file);
    if (!skip) return true;
    this.warn(file.path, skip, before);
    return !sameSkip(before, skip);
  }

  private noteUnreachable(skipped: ReadonlyMap<string, Skip>): boolean {
    const before = this.skippedBefore;
    for (const [path, skip] of skipped) this.warn(path, skip, before.get(path));
    this.skippedBefore = skipped;
    return skipped.size !== before.size || [...skipped].some(([path, skip]) => !sameSkip(before.get(path), skip));
  }

  /** Once per file and reason, not on every pass. */
  private warn(path: string, skip: Skip, before: Skip | undefined): void {
    if (!sameSkip(before, skip)) this.logger.warn({ path, reason: skip.reason }, `Skipped: the file ${skip.message}`);
  }
}
