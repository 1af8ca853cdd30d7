interface ChunkBufferOptions {
  bytes: number;
  /** How many may be in use at once; unlimited by default. */
  maxTaken?: number;
  /** How many unused ones are kept. */
  maxKept: number;
}

/** Buffers of one size that are used again; a fresh one for every read would keep the collector busy with large blocks. */
export class ChunkBuffers {
  readonly bytes: number;
  private readonly free: Buffer[] = [];
  private readonly maxTaken: number;
  private readonly maxKept: number;
  private taken = 0;

  constructor({ bytes, maxTaken = Infinity, maxKept }: ChunkBufferOptions) {
    this.bytes = bytes;
    this.maxTaken = maxTaken;
    this.maxKept = maxKept;
  }

  get hasFree(): boolean {
    return this.taken < this.maxTaken;
  }

  take(): Buffer {
    this.taken += 1;
    return this.free.pop() ?? Buffer.allocUnsafeSlow(this.bytes);
  }

  giveBack(buffer: Buffer): void {
    this.taken -= 1;
    if (this.free.length < this.maxKept) this.free.push(buffer);
  }
}
