import { type MediaList } from '@pezzottify/contracts';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { readState, writeState } from '../../storage/queue-state.repository.js';
import {
  deleteFindingsBefore,
  findingsBefore,
  type NewFinding,
  saveFindings,
} from '../../storage/watchdog-findings.repository.js';
import { type CatalogManifest } from '../catalog-manifest.js';
import { type MediaFiles } from '../files/media-files.js';
import { listOf, MEDIA_LISTS } from '../media-lists.js';
import { confirmFaults } from './confirm-faults.js';
import { oneAhead } from './one-ahead.js';
import { further, newRound, nextList, type Verification } from './verification.js';

export interface ScanParts {
  readonly scanId: number;
  readonly database: Database;
  readonly manifest: CatalogManifest;
  readonly files: MediaFiles;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly progress: (fraction: number | null, text: string) => void;
}

/** Large enough that messages do not count, small enough that no request of a listener waits behind one. */
const SIZES_PAGE = 1000;
const CONTENTS_PAGE = 200;
/** A commit for each page of small images would take longer than reading them; what was read since is read again after a crash. */
const REMEMBER_EVERY_MS = 2000;

/** The two passes over the files of one scan. Findings are in the database as soon as they are made. */
export class MediaScan {
  filesChecked = 0;
  filesVerified = 0;
  bytesVerified = 0;

  constructor(private readonly parts: ScanParts) {}

  async close(): Promise<void> {
    await this.parts.files.close();
  }

  /** Looks for every file and compares its size. Afterwards the findings of earlier scans are this one's, or gone. */
  async checkSizes(): Promise<void> {
    const { manifest, files, signal, progress } = this.parts;
    for (const list of MEDIA_LISTS) {
      const pages = manifest.pages(list, { after: null, limit: SIZES_PAGE }, signal);
      for await (const { done, faults } of oneAhead(pages, ({ rows }) => files.checkSizes(rows))) {
        this.filesChecked += done;
        await this.confirm(list, faults, 'size');
        progress(null, `${this.filesChecked} files looked for`);
      }
    }
    await this.lookAgain();
  }

  /** Reads files and compares their fingerprints until this moment, or the end of the round. */
  async verifyContents(until: number): Promise<void> {
    const { database, clock } = this.parts;
    const known = (await readState(database.reads, 'watchdog_verification')) as Verification | undefined;
    let at: Verification | null = known ?? newRound(clock.seconds(), null);
    while (at !== null) {
      const { verification, isEnd } = await this.verifyList(at, until);
      if (!isEnd) return;
      at = nextList(verification);
      await this.remember(at ?? newRound(clock.seconds(), clock.seconds()));
    }
  }

  private async verifyList(
    start: Verification,
    until: number,
  ): Promise<{ verification: Verification; isEnd: boolean }> {
    const { manifest, files, signal } = this.parts;
    let verification = start;
    let rememberAt = 0;
    const { list, after } = start;
    for await (const page of manifest.pages(list, { after, limit: CONTENTS_PAGE }, signal)) {
      const checked = await files.checkContents(page.rows, until);
      verification = further(verification, checked);
      this.count(checked);
      await this.confirm(list, checked.faults, 'content');
      const isStopped = checked.last !== page.last;
      if (isStopped || Date.now() >= rememberAt) {
        await this.remember(verification);
        rememberAt = Date.now() + REMEMBER_EVERY_MS;
      }
      if (isStopped) return { verification, isEnd: false };
    }
    return { verification, isEnd: true };
  }

  private count({ files, bytes }: { files: number; bytes: number }): void {
    this.filesVerified += files;
    this.bytesVerified += bytes;
    const { filesChecked, filesVerified, bytesVerified } = this;
    const text = `${filesChecked} files looked for, ${filesVerified} files (${bytesVerified} bytes) verified`;
    this.parts.progress(null, text);
  }

  /** Files with other bytes are not seen by their size: those found by earlier scans are read again. */
  private async lookAgain(): Promise<void> {
    const { database, scanId } = this.parts;
    for (let after = 0; ;) {
      const old = await findingsBefore(database.reads, scanId, after, SIZES_PAGE);
      if (old.length === 0) return;
      for (const list of MEDIA_LISTS) {
        const ids = old
          .filter(({ contentType }) => listOf(contentType) === list)
          .map(({ contentId }) => ({ id: contentId }));
        await this.confirm(list, ids, 'content');
      }
      after = old.at(-1)?.id ?? after;
      await this.forgetUpTo(after);
    }
  }

  /** Of the findings up to this one, those that no longer are any. */
  private async forgetUpTo(id: number): Promise<void> {
    const { database, scanId } = this.parts;
    await database.write((tx) => deleteFindingsBefore(tx, scanId, id));
  }

  private async confirm(list: MediaList, faults: readonly { id: string }[], depth: 'size' | 'content'): Promise<void> {
    if (faults.length === 0) return;
    const ids = faults.map(({ id }) => id);
    await this.save(await confirmFaults(list, ids, depth, this.parts));
  }

  private async save(findings: readonly NewFinding[]): Promise<void> {
    const { database, scanId, clock } = this.parts;
    if (findings.length === 0) return;
    await database.write((tx) => saveFindings(tx, findings, { scanId, now: clock.seconds() }));
  }

  private async remember(verification: Verification): Promise<void> {
    const { database, clock } = this.parts;
    await database.write((tx) => writeState(tx, 'watchdog_verification', verification, clock.seconds()));
  }
}
