import { MAX_RUNS_PER_MESSAGE } from '@pezzottify/contracts';

/** Half of what nats-server takes in one message as it is installed. */
const MAX_BYTES = 512 * 1024;

interface Waiting<Item, Reply> {
  readonly item: Item;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Brings together what is asked at the same time: while one message is on its way, the next one fills. What is asked
 * alone leaves at once.
 */
export class Gathered<Item, Reply> {
  private readonly waiting: Waiting<Item, Reply>[] = [];
  private isSending = false;

  /** `send` answers with a reply for each item, in order. */
  constructor(private readonly send: (items: readonly Item[]) => Promise<readonly Reply[]>) {}

  ask(item: Item): Promise<Reply> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (!this.isSending) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.isSending = true;
    // After the turn in which they were asked: very many runs may begin, beat or end in one.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) await this.sendOne(this.takeMessage());
    this.isSending = false;
  }

  private async sendOne(message: readonly Waiting<Item, Reply>[]): Promise<void> {
    try {
      const replies = await this.send(message.map(({ item }) => item));
      for (const [index, { resolve, reject }] of message.entries()) {
        const reply = replies[index];
        if (reply === undefined) reject(new Error('the scheduler left something unanswered'));
        else resolve(reply);
      }
    } catch (error) {
      for (const { reject } of message) reject(error);
    }
  }

  /** As many as fit, and one at least. */
  private takeMessage(): Waiting<Item, Reply>[] {
    let bytes = 0;
    const tooMuchAt = this.waiting.findIndex(({ item }, index) => {
      bytes += Buffer.byteLength(JSON.stringify(item));
      return index > 0 && (index >= MAX_RUNS_PER_MESSAGE || bytes > MAX_BYTES);
    });
    return this.waiting.splice(0, tooMuchAt === -1 ? this.waiting.length : tooMuchAt);
  }
}
