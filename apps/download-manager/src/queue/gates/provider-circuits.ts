import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type WorkOutcome } from '@pezzottify/contracts';
import { backoffSeconds } from '@pezzottify/work-engine';
import { type Admission, CircuitBreaker } from '../../provider/circuit-breaker.js';
import { CONFIG } from '../../tokens.js';
import { type Hold } from './hold.js';
import { providerSign } from './provider-sign.js';

/** Workers that do not say which downloader they use are taken to use the same one. */
const COMMON = '';

/** One circuit breaker per downloader: workers may have one of their own. */
@Injectable()
export class ProviderCircuits {
  private readonly breakers = new Map<string, CircuitBreaker>();

  constructor(@Inject(CONFIG) private readonly config: Pick<Config, 'downloadManager'>) {}

  admission(downloader: string | undefined, now: number): Admission {
    return this.breakers.get(downloader ?? COMMON)?.admission(now) ?? { kind: 'all' };
  }

  /** A probe was given out; it is heard of by `until` or lost. */
  probe(downloader: string | undefined, until: number): void {
    this.breakerOf(downloader).probe(until);
  }

  /** There was nothing to give out. */
  unprobed(downloader: string | undefined): void {
    this.breakers.get(downloader ?? COMMON)?.report({ kind: 'neutral' }, 0);
  }

  report(downloader: string | undefined, outcome: WorkOutcome, now: number): void {
    this.breakerOf(downloader).report(providerSign(outcome), now);
  }

  /** What holds everything back: every downloader that work was given to cools down. */
  hold(now: number): Hold | null {
    const admissions = [...this.breakers.values()].map((breaker) => breaker.admission(now));
    const closed = admissions.filter((one) => one.kind === 'none');
    if (closed.length === 0 || closed.length < admissions.length) return null;
    const ends = closed.map(({ until }) => until);
    return { reason: 'provider_cooling_down', until: ends.includes(null) ? null : Math.min(...ends.map(Number)) };
  }

  private breakerOf(downloader: string | undefined): CircuitBreaker {
    const key = downloader ?? COMMON;
    const breaker = this.breakers.get(key) ?? new CircuitBreaker((openings) => this.coolDown(openings));
    this.breakers.set(key, breaker);
    return breaker;
  }

  private coolDown(openings: number): number {
    const { initialBackoffSecs, maxBackoffSecs, backoffMultiplier } = this.config.downloadManager;
    const policy = { initialSeconds: initialBackoffSecs, maxSeconds: maxBackoffSecs, multiplier: backoffMultiplier };
    return backoffSeconds(policy, openings);
  }
}
