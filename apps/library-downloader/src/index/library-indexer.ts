import { type Logger } from '@pezzottify/observability';
import { type Clock } from '@pezzottify/service-runner';
import { type LibraryScan } from '../scan/library-scan.js';
import { LibraryUnavailableError } from '../scan/scan.errors.js';
import { NO_PROGRESS, type ScanProgress } from '../scan/scan-progress.js';
import { buildLibrary } from './build-library.js';
import { type Library } from './library.js';

/**
 * `Booting` until the first scan is through: an album of which half the files are known would be taken for the whole.
 * `Unavailable` while the library folder is away.
 */
export type IndexState = 'Booting' | 'Healthy' | 'Unavailable';

export interface IndexStatus {
  state: IndexState;
  progress: ScanProgress;
  lastError: string | null;
  lastScan: LastScan | null;
}

export interface LastScan {
  /** Unix seconds of its end. */
  at: number;
  millis: number;
  files: number;
}

export interface IndexerParts {
  scan: LibraryScan;
  clock: Clock;
  logger: Logger;
  /** Called after each scan with every folder of the library, with none while it is away. */
  onFolders: (folders: readonly string[]) => void;
}

const PROGRESS_EVERY_SECONDS = 5;

/** Keeps the library current: scans when asked, one scan at a time, and swaps in the result as a whole. */
export class LibraryIndexer {
  private readonly stopping = new AbortController();
  private current: Library | null = null;
  private running: Promise<void> | null = null;
  private isWanted = false;
  /** Also after a failure: what the scan had learnt by then it will not call new again. */
  private isOutdated = true;
  private announcedAt = 0;
  private indexStatus: IndexStatus = { state: 'Booting', progress: NO_PROGRESS, lastError: null, lastScan: null };

  constructor(private readonly parts: IndexerParts) {}

  /** What can be served now; null before the first scan is through and while the folder is away. */
  get library(): Library | null {
    return this.indexStatus.state === 'Healthy' ? this.current : null;
  }

  get status(): IndexStatus {
    return this.indexStatus;
  }

  /** Scans now, or once more after the scan that runs. Resolves when nothing is left to do. */
  refresh(): Promise<void> {
    this.isWanted = true;
    this.running ??= this.scanWhileWanted().finally(() => (this.running = null));
    return this.running;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async scanWhileWanted(): Promise<void> {
    while (this.isWanted && !this.stopping.signal.aborted) {
      this.isWanted = false;
      await this.scanOnce().catch((error: unknown) => this.fail(error));
    }
  }

  private async scanOnce(): Promise<void> {
    const { scan, logger, clock } = this.parts;
    const started = clock.millis();
    const result = await scan.run((progress) => this.show(progress), this.stopping.signal);
    this.isOutdated ||= result.hasChanged;
    if (this.isOutdated) {
      this.show({ ...this.indexStatus.progress, phase: 'grouping' });
      this.current = await buildLibrary(result);
      this.isOutdated = false;
      logger.info({ ...countsOf(this.current), millis: clock.millis() - started }, 'Library indexed');
    }
    const lastScan = { at: clock.seconds(), millis: clock.millis() - started, files: result.files.size };
    this.update({ state: 'Healthy', progress: NO_PROGRESS, lastError: null, lastScan });
    this.parts.onFolders(result.folders);
  }

  /** An unexpected failure leaves the library of the last scan in service; a folder that is away takes it out. */
  private fail(error: unknown): void {
    if (this.stopping.signal.aborted) return;
    this.isOutdated = true;
    const isAway = error instanceof LibraryUnavailableError;
    const lastError = error instanceof Error ? error.message : String(error);
    if (lastError !== this.indexStatus.lastError)
      this.parts.logger.error({ err: error }, 'The library cannot be scanned');
    this.update({ progress: NO_PROGRESS, lastError, ...(isAway ? { state: 'Unavailable' as const } : {}) });
    if (isAway) this.parts.onFolders([]);
  }

  private show(progress: ScanProgress): void {
    this.update({ progress });
    const now = this.parts.clock.seconds();
    const isDue = progress.phase === 'reading' && now - this.announcedAt >= PROGRESS_EVERY_SECONDS;
    if (!isDue || progress.filesToRead === 0) return;
    this.announcedAt = now;
    this.parts.logger.info(
      { ...progress },
      `Reading the library: ${progress.filesRead} of ${progress.filesToRead} files`,
    );
  }

  private update(change: Partial<IndexStatus>): void {
    this.indexStatus = { ...this.indexStatus, ...change };
  }
}

export const countsOf = ({ artists, albums, tracks, pictures, skipped }: Library) => ({
  artists: artists.size,
  albums: albums.size,
  tracks: tracks.size,
  images: pictures.size,
  skipped: skipped.length,
});
