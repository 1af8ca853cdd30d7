/** How long to stay away after the n-th opening in a row (from 0), in seconds. */
export type CoolDown = (openings: number) => number;

/** What an attempt says about the downloader; `neutral`: nothing. */
export type ProviderSign =
  | { readonly kind: 'answers' }
  | { readonly kind: 'neutral' }
  | { readonly kind: 'fails'; readonly retryAfterSeconds: number | null };

/** `one`: a probe. `none`: until that moment at least; null = nobody knows. */
export type Admission = { readonly kind: 'all' | 'one' } | { readonly kind: 'none'; readonly until: number | null };

/** What a process that starts later must know of a circuit that is not closed. */
export interface OpenCircuit {
  readonly openUntil: number;
  /** In a row. */
  readonly openings: number;
}

const FAILURES_TO_OPEN = 5;

/**
 * Keeps work from a downloader that fails again and again. After some failures in a row it opens for the cool-down, or as
 * long as the downloader asked for; then one item at a time is let through. The first that is answered closes it; what was
 * begun before it opened does not. Without a clock of its own; all instants are unix seconds.
 */
export class CircuitBreaker {
  private failures = 0;
  private openings: number;
  /** Null while closed. */
  private openUntil: number | null;
  /** While a probe is on its way nothing else goes: until it is heard of, or surely lost. */
  private probedUntil: number | null = null;

  constructor(
    private readonly coolDown: CoolDown,
    remembered: OpenCircuit | null = null,
  ) {
    this.openings = remembered?.openings ?? 0;
    this.openUntil = remembered?.openUntil ?? null;
  }

  /** Null while closed. */
  get memory(): OpenCircuit | null {
    return this.openUntil === null ? null : { openUntil: this.openUntil, openings: this.openings };
  }

  admission(now: number): Admission {
    if (this.openUntil === null) return { kind: 'all' };
    if (now < this.openUntil) return { kind: 'none', until: this.openUntil };
    if (this.probedUntil !== null && now < this.probedUntil) return { kind: 'none', until: null };
    return { kind: 'one' };
  }

  /** A probe was given out that is heard of by `until`. */
  probe(until: number): void {
    this.probedUntil = until;
  }

  report(sign: ProviderSign, now: number): void {
    if (sign.kind === 'neutral') this.probedUntil = null;
    else if (sign.kind === 'fails') this.fail(sign.retryAfterSeconds ?? 0, now);
    else if (!this.isCoolingDown(now)) this.close();
  }

  private isCoolingDown(now: number): boolean {
    return this.openUntil !== null && now < this.openUntil;
  }

  private close(): void {
    this.failures = 0;
    this.openings = 0;
    this.openUntil = null;
    this.probedUntil = null;
  }

  private fail(retryAfterSeconds: number, now: number): void {
    this.failures += 1;
    if (this.openUntil === null && this.failures < FAILURES_TO_OPEN) return;
    // What was begun before it opened may fail for a while yet: that lengthens nothing, unless the downloader says so.
    const seconds = this.isCoolingDown(now)
      ? retryAfterSeconds
      : Math.max(this.coolDown(this.openings++), retryAfterSeconds);
    this.openUntil = Math.max(this.openUntil ?? 0, now + Math.ceil(seconds));
    this.probedUntil = null;
  }
}
