import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import { setPriority } from 'node:os';
import { sep } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { crc32 } from 'node:zlib';
import type { ManifestRow } from '@pezzottify/contracts';

/**
 * A thread of its own, with synchronous calls: `fs.promises.stat` spends three quarters of its time on passing each call
 * between threads. It imports nothing of this project but types, so that Node runs it as it is written, too.
 */

/** `missing`: nothing to play there; `unreadable`: the disk or the rights do not let us say. */
export type Problem = 'missing' | 'empty' | 'truncated' | 'changed' | 'unreadable';

export interface Fault {
  readonly id: string;
  readonly uri: string;
  readonly problem: Problem;
  readonly expectedBytes: number | null;
  readonly foundBytes: number | null;
}

export interface Check {
  readonly number: number;
  readonly depth: 'size' | 'content';
  /** JSON list of {@link ManifestRow}. */
  readonly rows: string;
  /** Milliseconds since the epoch from which no further file is begun. */
  readonly until: number | null;
}

export interface Checked {
  readonly number: number;
  /** Rows that were looked at, from the first on; less than all when time was up. */
  readonly done: number;
  /** Files whose content was read to its end, and their bytes. */
  readonly files: number;
  readonly bytes: number;
  /** The id of the last row that was looked at. */
  readonly last: string | null;
  readonly faults: readonly Fault[];
}

export interface ThreadData {
  readonly mediaRoot: string;
}

/** Of this thread alone. Whoever listens meanwhile goes first; other work in the background does not. */
const NICENESS = 5;
const CHUNK_BYTES = 1024 * 1024;
/** What a path that can lead out of the media root, or is none, contains. */
const OUTSIDE = /^\/|(^|\/)\.\.?(\/|$)|\0/;
/** A part of the path is missing, is not a folder, or could not exist. */
const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG']);
const STAT = { throwIfNoEntry: false } as const;

/** What is wrong with a file of this size; null for nothing. */
export function judgeSize(found: number | null, expected: number | null): Problem | null {
  if (found === null) return 'missing';
  if (found === 0) return 'empty';
  if (expected === null || found === expected) return null;
  return found < expected ? 'truncated' : 'changed';
}

export class MediaFolder {
  private readonly root: string;
  private readonly buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);

  constructor(root: string) {
    this.root = root.endsWith(sep) ? root : root + sep;
  }

  check({ number, depth, rows, until }: Check): Checked {
    const faults: Fault[] = [];
    const total = { done: 0, files: 0, bytes: 0, last: null as string | null };
    for (const row of JSON.parse(rows) as ManifestRow[]) {
      if (until !== null && Date.now() >= until) break;
      const found = depth === 'size' ? this.checkSize(row) : this.checkContent(row);
      if (found !== null && 'problem' in found) faults.push(found);
      else if (found !== null) {
        total.files += 1;
        total.bytes += found.bytes;
      }
      total.done += 1;
      total.last = row[0];
    }
    return { number, ...total, faults };
  }

  private checkSize(row: ManifestRow): Fault | null {
    const found = this.sizeOf(row[1]);
    const problem = found === 'unreadable' ? found : judgeSize(found, row[2]);
    return problem === null ? null : faultOf(row, problem, found === 'unreadable' ? null : found);
  }

  /** Files of which nothing was recorded can only be looked for. */
  private checkContent(row: ManifestRow): Fault | { bytes: number } | null {
    const fault = this.checkSize(row);
    if (fault !== null || row[3] === null) return fault;
    try {
      const read = this.fingerprint(this.root + row[1]);
      if (read.crc32 === row[3]) return { bytes: read.bytes };
      return faultOf(row, 'changed', read.bytes);
    } catch {
      // It was there a moment ago and cannot be read to its end: no better than one with other bytes.
      return faultOf(row, 'changed', null);
    }
  }

  /** Null: no regular file of the media root. */
  private sizeOf(uri: string): number | null | 'unreadable' {
    if (uri === '' || OUTSIDE.test(uri)) return null;
    try {
      const path = this.root + uri;
      const facts: Stats | undefined = lstatSync(path, STAT);
      if (facts === undefined) return null;
      if (facts.isFile()) return facts.size;
      return facts.isSymbolicLink() ? this.sizeBehindLink(path) : null;
    } catch (error) {
      return ABSENT.has((error as NodeJS.ErrnoException).code ?? '') ? null : 'unreadable';
    }
  }

  private sizeBehindLink(path: string): number | null {
    const target = realpathSync(path);
    if (!target.startsWith(realpathSync(this.root) + sep)) return null;
    const facts = statSync(target);
    return facts.isFile() ? facts.size : null;
  }

  private fingerprint(path: string): { crc32: string; bytes: number } {
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      if (!fstatSync(file).isFile()) throw new Error('not a regular file');
      let sum = 0;
      for (let bytes = 0; ;) {
        const size = readSync(file, this.buffer, 0, CHUNK_BYTES, null);
        if (size === 0) return { crc32: sum.toString(16).padStart(8, '0'), bytes };
        sum = crc32(this.buffer.subarray(0, size), sum);
        bytes += size;
      }
    } finally {
      closeSync(file);
    }
  }
}

function faultOf([id, uri, expectedBytes]: ManifestRow, problem: Problem, foundBytes: number | null): Fault {
  return { id, uri, problem, expectedBytes, foundBytes };
}

/** Imported by a test, it is no thread. */
const port = parentPort;
if (port !== null && (workerData as ThreadData | null)?.mediaRoot !== undefined) {
  const { mediaRoot } = workerData as ThreadData;
  setPriority(NICENESS);
  const folder = new MediaFolder(mediaRoot);
  port.on('message', (check: Check) => port.postMessage(folder.check(check)));
}
