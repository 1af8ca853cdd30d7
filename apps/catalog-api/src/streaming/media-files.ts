import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { CONFIG } from '../tokens.js';
import { mediaUriProblem } from './media-uri.js';
import { OpenFile } from './open-file.js';

/** How long an unused handle waits for the next request of the same player: its ranges follow each other closely. */
const IDLE_MS = 2_000;
const MAX_IDLE = 64;

/**
 * Files below the media root, opened for reading. Requests for the same file share one handle. The path is looked at for
 * every request, so that a file that was replaced or removed is noticed at once.
 */
@Injectable()
export class MediaFiles implements OnApplicationShutdown {
  private readonly known = new Map<string, OpenFile>();

  constructor(@Inject(CONFIG) private readonly config: Pick<Config, 'mediaPath'>) {}

  /**
   * The regular, non-empty file at `uri`, or undefined when there is none or links lead out of the media root. The
   * caller must `release()` it. Rejects on errors of the disk: "cannot say" must not look like "not there".
   */
  async open(uri: string): Promise<OpenFile | undefined> {
    const found = await this.find(uri);
    if (!found) return undefined;
    const known = this.known.get(uri);
    if (known?.isSameAs(found.facts)) return known.acquire();
    const file = await absentAsUndefined(this.openInside(found.path));
    return file && this.remember(uri, file).acquire();
  }

  /** Whether {@link open} would find a file. */
  async has(uri: string): Promise<boolean> {
    const found = await this.find(uri);
    return found !== undefined && (await absentAsUndefined(this.realPathInside(found.path))) !== undefined;
  }

  /** After the server has closed: until then requests may still open files. */
  async onApplicationShutdown(): Promise<void> {
    const files = [...this.known.values()];
    this.known.clear();
    await Promise.all(files.map((file) => file.retire()));
  }

  private async find(uri: string): Promise<{ path: string; facts: Stats } | undefined> {
    if (mediaUriProblem(uri) !== undefined) return undefined;
    const path = join(this.config.mediaPath, uri);
    const facts = await absentAsUndefined(stat(path));
    return facts && isContent(facts) ? { path, facts } : undefined;
  }

  private async realPathInside(path: string): Promise<string | undefined> {
    const [root, target] = await Promise.all([realpath(this.config.mediaPath), realpath(path)]);
    return target.startsWith(root.endsWith(sep) ? root : root + sep) ? target : undefined;
  }

  private async openInside(path: string): Promise<OpenFile | undefined> {
    const target = await this.realPathInside(path);
    if (target === undefined) return undefined;
    // What was resolved a moment ago must not turn into a link, nor into a pipe that blocks, before it is opened.
    const handle = await open(target, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const facts = await factsOrClose(handle);
    if (isContent(facts)) return new OpenFile(handle, facts);
    await handle.close();
    return undefined;
  }

  private remember(uri: string, file: OpenFile): OpenFile {
    void this.known.get(uri)?.retire();
    this.known.set(uri, file);
    file.onIdle(IDLE_MS, () => this.forget(uri, file));
    this.boundIdle();
    return file;
  }

  private forget(uri: string, file: OpenFile): void {
    if (this.known.get(uri) === file) this.known.delete(uri);
    void file.retire();
  }

  private boundIdle(): void {
    const idle = [...this.known].filter(([, file]) => file.isIdle);
    for (const [uri, file] of idle.slice(0, Math.max(0, idle.length - MAX_IDLE))) this.forget(uri, file);
  }
}

function isContent(facts: Stats): boolean {
  return facts.isFile() && facts.size > 0;
}

async function factsOrClose(handle: FileHandle): Promise<Stats> {
  try {
    return await handle.stat();
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** ELOOP: a link where a file was; the others: a part of the path is missing, or is too long to exist. */
const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG']);

async function absentAsUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (ABSENT.has((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
