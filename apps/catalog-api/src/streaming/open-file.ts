import { read, type Stats } from 'node:fs';
import { type FileHandle } from 'node:fs/promises';
import { type Validators } from './preconditions.js';

/** An open file with its validators, shared by the requests that read it and closed when none does for a while. */
export class OpenFile implements Validators {
  readonly size: number;
  readonly etag: string;
  readonly modifiedAt: number;
  private users = 0;
  private isRetired = false;
  private idleTimer: NodeJS.Timeout | undefined;
  private whenIdle: (() => void) | undefined;
  private idleMs = 0;
  private closing: Promise<void> | undefined;

  constructor(
    private readonly handle: FileHandle,
    private readonly facts: Stats,
  ) {
    this.size = facts.size;
    this.modifiedAt = Math.floor(facts.mtimeMs / 1000);
    this.etag = etagOf(facts);
  }

  /** Of the operating system; valid for those who use the file. */
  get descriptor(): number {
    return this.handle.fd;
  }

  get isIdle(): boolean {
    return this.users === 0;
  }

  /** The same content as far as a file system can tell: a replaced file has another inode, a changed one another time. */
  isSameAs({ dev, ino, size, mtimeMs }: Stats): boolean {
    const known = this.facts;
    return (
      !this.isRetired && dev === known.dev && ino === known.ino && size === known.size && mtimeMs === known.mtimeMs
    );
  }

  /** Calls `callback` once nobody has used the file for so long. */
  onIdle(milliseconds: number, callback: () => void): void {
    this.idleMs = milliseconds;
    this.whenIdle = callback;
  }

  acquire(): this {
    clearTimeout(this.idleTimer);
    this.users += 1;
    return this;
  }

  release(): void {
    this.users -= 1;
    if (this.users > 0) return;
    if (this.isRetired) void this.close();
    else this.idleTimer = setTimeout(() => this.whenIdle?.(), this.idleMs).unref();
  }

  /** Reads up to `length` bytes from `position` into the buffer; 0 at the end of the file. */
  read(buffer: Buffer, length: number, position: number): Promise<number> {
    // The handle's own method takes several times as long for its promises as the disk cache for the bytes.
    return new Promise((resolve, reject) => {
      read(this.descriptor, buffer, 0, length, position, (error, bytes) => {
        if (error) reject(error);
        else resolve(bytes);
      });
    });
  }

  /** Takes the file out of use: it closes with its last user, now if there is none. */
  async retire(): Promise<void> {
    this.isRetired = true;
    clearTimeout(this.idleTimer);
    if (this.isIdle) await this.close();
  }

  private close(): Promise<void> {
    // The bytes were read or not needed: a failing close has nobody to tell.
    this.closing ??= this.handle.close().catch(() => undefined);
    return this.closing;
  }
}

function etagOf({ ino, size, mtimeMs }: Stats): string {
  return `"${[ino, size, Math.round(mtimeMs * 1000)].map((part) => part.toString(36)).join('-')}"`;
}
