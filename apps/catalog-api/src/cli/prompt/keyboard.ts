import { Readable } from 'node:stream';
import { type ReadStream } from 'node:tty';

const CTRL_C = 0x03;
const RETURN = 0x0d;
const NEWLINE = 0x0a;

/**
 * What is typed on a terminal, handed to one line editor at a time and a line at a time. What is typed ahead waits, neither
 * shown nor taken, until somebody asks for it: the next question may be for a password.
 */
export class Keyboard {
  private held = Buffer.alloc(0);
  private keys: Keys | undefined;
  private hasEnded = false;

  constructor(
    private readonly terminal: ReadStream,
    /** Ctrl-C while no editor listens. */
    private readonly onInterrupt: () => void,
  ) {}

  start(): void {
    this.terminal.setRawMode(true);
    this.terminal.on('data', this.take);
    for (const end of ['end', 'close', 'error']) this.terminal.once(end, this.end);
    this.terminal.resume();
  }

  stop(): void {
    this.terminal.off('data', this.take);
    this.terminal.setRawMode(false);
    this.terminal.pause();
  }

  /** The keys for an editor; those of the one before get nothing more. */
  lend(): Keys {
    this.keys = new Keys(this.terminal, (keys) => this.feed(keys));
    return this.keys;
  }

  takeBack(): void {
    this.keys = undefined;
  }

  private readonly take = (chunk: Buffer): void => {
    this.held = Buffer.concat([this.held, chunk]);
    if (this.keys) this.keys.feedIfHungry();
    else if (chunk.includes(CTRL_C)) this.onInterrupt();
  };

  private readonly end = (): void => {
    this.hasEnded = true;
    this.keys?.feedIfHungry();
  };

  /** False when there is nothing yet. */
  private feed(keys: Keys): boolean {
    if (keys !== this.keys) return false;
    const piece = this.nextPiece();
    if (piece.length > 0) keys.push(piece);
    else if (this.hasEnded) keys.push(null);
    return piece.length > 0 || this.hasEnded;
  }

  /** Up to the first Enter; the second byte of a pasted line's end belongs to it. */
  private nextPiece(): Buffer {
    const enter = this.held.findIndex((byte) => byte === RETURN || byte === NEWLINE);
    const end = enter === -1 ? this.held.length : enter + 1;
    const isPair = this.held[enter] === RETURN && this.held[enter + 1] === NEWLINE;
    const piece = this.held.subarray(0, end);
    this.held = this.held.subarray(isPair ? end + 1 : end);
    return piece;
  }
}

/** A terminal for one line editor. It asks for a further piece only when the editor has worked through the last one. */
export class Keys extends Readable {
  private isHungry = false;

  constructor(
    private readonly terminal: Pick<ReadStream, 'setRawMode'>,
    private readonly feed: (keys: Keys) => boolean,
  ) {
    // With room for a single byte it would already ask for the next piece when it hands out this one.
    super({ highWaterMark: 0 });
  }

  /** The editor leaves the terminal to others when it is suspended (Ctrl-Z). */
  setRawMode(isRaw: boolean): void {
    if (!this.destroyed) this.terminal.setRawMode(isRaw);
  }

  feedIfHungry(): void {
    if (this.isHungry) this._read();
  }

  override _read(): void {
    this.isHungry = !this.feed(this);
  }
}
