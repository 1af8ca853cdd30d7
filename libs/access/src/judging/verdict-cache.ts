import { type SessionAdmitReply } from '@pezzottify/contracts';

interface Entry {
  verdict: SessionAdmitReply;
  validUntil: number;
}

export interface VerdictCacheOptions {
  /** How long a verdict holds, counted from the moment the question was asked. */
  validMs: number;
  maxEntries: number;
  /** Milliseconds of a clock that never goes back. */
  now?: () => number;
}

/** Verdicts of the last seconds, the oldest dropped first when it is full. */
export class VerdictCache {
  private readonly entries = new Map<string, Entry>();
  private readonly now: () => number;
  private generation = 0;

  constructor(private readonly options: VerdictCacheOptions) {
    this.now = options.now ?? (() => performance.now());
  }

  get(key: string): SessionAdmitReply | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    if (this.now() < entry.validUntil) return entry.verdict;
    this.entries.delete(key);
    return undefined;
  }

  /**
   * To be called before the question is asked. The function it returns keeps the answer, unless the cache was emptied in
   * between: such an answer may be from before the revocation.
   */
  beginQuestion(key: string): (verdict: SessionAdmitReply) => void {
    const { generation } = this;
    const validUntil = this.now() + this.options.validMs;
    return (verdict) => {
      if (generation === this.generation) this.put(key, { verdict, validUntil });
    };
  }

  clear(): void {
    this.generation += 1;
    this.entries.clear();
  }

  private put(key: string, entry: Entry): void {
    this.entries.delete(key);
    if (this.entries.size >= this.options.maxEntries) this.dropOldest();
    this.entries.set(key, entry);
  }

  private dropOldest(): void {
    const oldest = this.entries.keys().next();
    if (!oldest.done) this.entries.delete(oldest.value);
  }
}
