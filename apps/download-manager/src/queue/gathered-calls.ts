import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as otherTurn } from 'node:timers/promises';

/** Answers several calls at once, each at its place. */
type AnswerAll<Call, Answer> = (calls: readonly Call[]) => Promise<readonly Answer[]>;

export interface GatheringTerms {
  /** Calls of one round, so that the first of them does not wait long for the last. */
  readonly most?: number;
  /** When a round fails, each of its calls is tried alone: one that cannot be answered must not take the others with it. */
  readonly isTriedAlone?: boolean;
}

interface Waiting<Call, Answer> extends PromiseWithResolvers<Answer> {
  readonly call: Call;
  readonly inContext: <T>(work: () => T) => T;
}

const MOST = 64;

/**
 * Answers calls in rounds: those that come while a round is under way are answered together by the next one. A call that
 * comes alone waits for nothing. What a round costs once (a transaction, a statement, a message) is paid once for all of
 * them, so that the more callers there are, the less each of them costs.
 */
export class GatheredCalls<Call, Answer> {
  private readonly waiting: Waiting<Call, Answer>[] = [];
  private isUnderWay = false;

  constructor(
    private readonly answerAll: AnswerAll<Call, Answer>,
    private readonly terms: GatheringTerms = {},
  ) {}

  execute(call: Call): Promise<Answer> {
    const waiting = { call, inContext: AsyncLocalStorage.snapshot(), ...Promise.withResolvers<Answer>() };
    this.waiting.push(waiting);
    if (!this.isUnderWay) void this.goOn();
    return waiting.promise;
  }

  private async goOn(): Promise<void> {
    this.isUnderWay = true;
    while (this.waiting.length > 0) {
      // One turn of the event loop later: what has arrived by now, with the same packet or beside it, shares the round.
      await otherTurn();
      await this.round(this.waiting.splice(0, this.terms.most ?? MOST));
    }
    this.isUnderWay = false;
  }

  private async round(waiting: readonly Waiting<Call, Answer>[]): Promise<void> {
    try {
      const answers = await this.ask(waiting);
      waiting.forEach(({ resolve }, at) => resolve(answers[at] as Answer));
    } catch (error) {
      if (this.terms.isTriedAlone && waiting.length > 1) for (const one of waiting) await this.round([one]);
      else waiting.forEach(({ reject }) => reject(error));
    }
  }

  /** In the context of the first: a call that is alone in its round leaves its own trace. */
  private async ask(waiting: readonly Waiting<Call, Answer>[]): Promise<readonly Answer[]> {
    const calls = waiting.map(({ call }) => call);
    const answers = await (waiting[0]?.inContext(() => this.answerAll(calls)) ?? []);
    if (answers.length !== calls.length) throw new TypeError(`${calls.length} calls had ${answers.length} answers`);
    return answers;
  }
}
