import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Answers several calls at once, each at its place. `take` closes the round and gives its calls: who first waits for
 * something, such as the turn to write, takes them after that, and has those among them that came meanwhile.
 */
type AnswerAll<Call, Answer> = (take: () => readonly Call[]) => Promise<readonly Answer[]>;

export interface GatheringTerms<Call> {
  /** Calls of one round, so that the first of them does not wait long for the last; 64 unless said. */
  readonly most?: number;
  /** What a call takes of `mostWeight`; a call that is heavier has a round of its own. */
  readonly weightOf?: (call: Call) => number;
  readonly mostWeight?: number;
  /**
   * Whether after this error of a round each of its calls is tried alone: one that cannot be answered must not take the
   * others with it. Never unless said.
   */
  readonly isTriedAlone?: (error: unknown) => boolean;
  /**
   * How long a round waits for as many calls as the last one had: who was answered together comes back together. A call that
   * follows one that was alone waits for nobody. Not at all unless said.
   */
  readonly patienceMs?: number;
}

interface Waiting<Call, Answer> extends PromiseWithResolvers<Answer> {
  readonly call: Call;
  readonly inContext: <T>(work: () => T) => T;
}

const MOST = 64;

const otherTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Answers calls in rounds: those that come while a round is under way are answered together by the next one. A call that
 * comes alone waits for nothing. What a round costs once (a transaction, a statement, a message) is paid once for all of
 * them, so that the more callers there are, the less each of them costs.
 */
export class GatheredCalls<Call, Answer> {
  private readonly waiting: Waiting<Call, Answer>[] = [];
  private isUnderWay = false;
  /** Calls of the last round. */
  private company = 0;
  private onCompany: (() => void) | undefined;

  constructor(
    private readonly answerAll: AnswerAll<Call, Answer>,
    private readonly terms: GatheringTerms<Call> = {},
  ) {}

  /** Rejects with the error of its round; a round that has not one answer for each call rejects with a TypeError. */
  execute(call: Call): Promise<Answer> {
    const waiting = { call, inContext: AsyncLocalStorage.snapshot(), ...Promise.withResolvers<Answer>() };
    this.waiting.push(waiting);
    if (!this.isUnderWay) void this.goOn();
    if (this.waiting.length >= this.company) this.onCompany?.();
    return waiting.promise;
  }

  private async goOn(): Promise<void> {
    this.isUnderWay = true;
    while (this.waiting.length > 0) {
      // One turn of the event loop later: what has arrived by now, with the same packet or beside it, shares the round.
      await otherTurn();
      await this.waitForCompany();
      await this.round();
    }
    this.isUnderWay = false;
  }

  private async waitForCompany(): Promise<void> {
    const { patienceMs = 0 } = this.terms;
    if (patienceMs === 0 || this.waiting.length >= this.company) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, patienceMs);
      this.onCompany = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.onCompany = undefined;
  }

  /** As many as fit, and one at least. */
  private takeRound(): Waiting<Call, Answer>[] {
    const { most = MOST, weightOf = () => 0, mostWeight = Infinity } = this.terms;
    let weight = 0;
    const tooMuchAt = this.waiting.findIndex(({ call }, at) => {
      weight += weightOf(call);
      return at >= most || (at > 0 && weight > mostWeight);
    });
    const taken = this.waiting.splice(0, tooMuchAt === -1 ? this.waiting.length : tooMuchAt);
    this.company = taken.length;
    return taken;
  }

  private async round(): Promise<void> {
    let taken: readonly Waiting<Call, Answer>[] | undefined;
    const take = (): readonly Waiting<Call, Answer>[] => (taken ??= this.takeRound());
    try {
      await this.answer(this.waiting[0], take);
    } catch (error) {
      await this.failed(take(), error);
    }
  }

  /** In the context of the first: a call that is alone in its round leaves its own trace. */
  private async answer(
    first: Waiting<Call, Answer> | undefined,
    take: () => readonly Waiting<Call, Answer>[],
  ): Promise<void> {
    const callsOf = (): Call[] => take().map(({ call }) => call);
    const answers = (await first?.inContext(() => this.answerAll(callsOf))) ?? [];
    const taken = take();
    if (answers.length !== taken.length) throw new TypeError(`${taken.length} calls had ${answers.length} answers`);
    taken.forEach(({ resolve }, at) => resolve(answers[at] as Answer));
  }

  private async failed(taken: readonly Waiting<Call, Answer>[], error: unknown): Promise<void> {
    if (taken.length > 1 && this.terms.isTriedAlone?.(error)) {
      for (const one of taken) await this.answer(one, () => [one]).catch(one.reject);
    } else taken.forEach(({ reject }) => reject(error));
  }
}
