import { type ServerResponse } from 'node:http';
import { type Socket } from 'node:net';
import { countSentElsewhere } from '@pezzottify/http-edge';

/** Takes the bytes of one answer, a piece at a time. */
export class AnswerSink {
  private isGone: boolean;
  private proceed: () => void = () => undefined;

  constructor(private readonly answer: ServerResponse) {
    this.isGone = answer.destroyed || answer.closed;
    answer.once('close', this.leave);
    // An answer that waits its turn behind another one of its connection hears of no end of that connection.
    answer.req.socket.once('close', this.leave);
  }

  /** Whether there is still somebody to send to. */
  get isOpen(): boolean {
    return !this.isGone;
  }

  /** Null while the answer waits its turn behind another one of its connection. */
  get ownSocket(): Socket | null {
    return this.answer.socket;
  }

  /** The head would leave with the first bytes that are written; others do not wait for it. */
  sendHead(): void {
    this.answer.flushHeaders();
  }

  countSentByKernel(bytes: number): void {
    countSentElsewhere(this.answer, bytes);
  }

  /** Resolves when the bytes have left this process or never will: only then their buffer may be used again. */
  write(bytes: Buffer): Promise<void> {
    return new Promise((resolve) => {
      this.proceed = resolve;
      if (this.isGone) resolve();
      else this.answer.write(bytes, () => resolve());
    });
  }

  end(): void {
    if (this.isOpen) this.answer.end();
  }

  /** A connection serves many answers; each must take its listener back. */
  detach(): void {
    this.answer.off('close', this.leave);
    this.answer.req.socket.off('close', this.leave);
  }

  private readonly leave = (): void => {
    this.isGone = true;
    this.proceed();
  };
}
