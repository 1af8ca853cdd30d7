import { statfs } from 'node:fs/promises';
import { type FreeSpace } from './free-space.port.js';

const VALID_MS = 1_000;

/** Asks the file system of the media root, at most once a second. */
export class StatfsFreeSpace implements FreeSpace {
  private answer: Promise<number | null> = Promise.resolve(null);
  private validUntil = 0;

  constructor(private readonly mediaPath: string) {}

  availableBytes(): Promise<number | null> {
    if (performance.now() >= this.validUntil) {
      this.validUntil = performance.now() + VALID_MS;
      this.answer = this.ask();
    }
    return this.answer;
  }

  /** The workers may be on other machines, and the folder with them: what cannot be seen holds nothing back. */
  private async ask(): Promise<number | null> {
    try {
      const { bavail, bsize } = await statfs(this.mediaPath);
      return bavail * bsize;
    } catch {
      return null;
    }
  }
}
