const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

export interface JsonLimits {
  bytes: number;
  depth: number;
  /** Containers and commas: an upper bound on what the parsed value is made of. */
  parts: number;
}

/**
 * Watches JSON text go by and says when it has become too much. Bytes alone do not bound memory: 16 MiB of `[],` are
 * hundreds of MiB once parsed.
 */
export class JsonBudget {
  private bytes = 0;
  private depth = 0;
  private deepest = 0;
  private parts = 0;
  private isInText = false;
  private isEscaped = false;

  constructor(private readonly limits: JsonLimits) {}

  /** False as soon as a limit is passed. */
  admits(chunk: Uint8Array): boolean {
    this.bytes += chunk.length;
    if (this.bytes > this.limits.bytes) return false;
    for (const byte of chunk) {
      if (this.isInText) this.stepInText(byte);
      else this.step(byte);
    }
    return this.parts <= this.limits.parts && this.deepest <= this.limits.depth;
  }

  private step(byte: number): void {
    if (byte === QUOTE) this.isInText = true;
    else if (byte === COMMA) this.parts += 1;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) this.open();
    else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) this.depth -= 1;
  }

  private open(): void {
    this.parts += 1;
    this.depth += 1;
    this.deepest = Math.max(this.deepest, this.depth);
  }

  private stepInText(byte: number): void {
    if (this.isEscaped) this.isEscaped = false;
    else if (byte === BACKSLASH) this.isEscaped = true;
    else if (byte === QUOTE) this.isInText = false;
  }
}
