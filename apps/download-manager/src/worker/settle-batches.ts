import { type QueueSettleAllRequest } from '@pezzottify/contracts';

export type Settlement = QueueSettleAllRequest['settlements'][number];
export type Settled = 'settled' | 'stale';

interface Waiting {
  readonly settlement: Settlement;
  readonly resolve: (answer: Settled) => void;
  readonly reject: (error: unknown) => void;
}

/** What one message may carry. */
const MOST_AT_ONCE = 64;

/**
 * Reports together what ends while an earlier report is still on its way. A lone result leaves at once; the busier the
 * worker, the fewer messages and transactions each result costs.
 */
export class SettleBatches {
  private waiting: Waiting[] = [];
  private isSending = false;

  constructor(private readonly send: (settlements: readonly Settlement[]) => Promise<readonly Settled[]>) {}

  add(settlement: Settlement): Promise<Settled> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ settlement, resolve, reject });
      if (!this.isSending) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.isSending = true;
    while (this.waiting.length > 0) await this.sendSome(this.waiting.splice(0, MOST_AT_ONCE));
    this.isSending = false;
  }

  private async sendSome(some: readonly Waiting[]): Promise<void> {
    try {
      const answers = await this.send(some.map(({ settlement }) => settlement));
      some.forEach(({ resolve }, at) => resolve(answers[at] ?? 'stale'));
    } catch (error) {
      for (const { reject } of some) reject(error);
    }
  }
}
