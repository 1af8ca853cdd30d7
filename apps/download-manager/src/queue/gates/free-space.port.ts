export interface FreeSpace {
  /** Bytes a program may still write below the media root; null when that cannot be seen from here. */
  availableBytes(): Promise<number | null>;
}
