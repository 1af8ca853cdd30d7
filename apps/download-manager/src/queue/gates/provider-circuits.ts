import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type WorkOutcome } from '@pezzottify/contracts';
import { type Logger } from '@pezzottify/observability';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { backoffSeconds } from '@pezzottify/work-engine';
import { type Admission, CircuitBreaker, type OpenCircuit, type ProviderSign } from '../../provider/circuit-breaker.js';
import { readState, writeState } from '../../storage/queue-state.repository.js';
import { CLOCK, CONFIG, LOGGER, QUEUE_DATABASE } from '../../tokens.js';
import { backoffPolicyOf } from '../backoff.policy.js';
import { type Hold } from './hold.js';
import { providerSign } from './provider-sign.js';

/** Workers that do not say which downloader they use are taken to use the same one. */
const COMMON = '';

type Remembered = Readonly<Record<string, OpenCircuit>>;

/** After that long a downloader may be another one, or none. */
const FORGOTTEN_AFTER_SECONDS = 86_400;

/**
 * One circuit breaker per downloader: workers may have one of their own. Those that are open are written down, or a restart
 * would ask a downloader at once that wanted to be left alone. None stays open for longer than an item would wait, whatever
 * the downloader asks for: a number from outside must not close the queue for years.
 */
@Injectable()
export class ProviderCircuits implements OnModuleInit {
  private readonly breakers = new Map<string, CircuitBreaker>();
  private kept = '{}';

  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'downloadManager'>,
    @Inject(QUEUE_DATABASE) private readonly database: Database | null,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onModuleInit(): Promise<void> {
    if (!this.database) return;
    const remembered = ((await readState(this.database.reads, 'provider_circuits')) ?? {}) as Remembered;
    this.kept = JSON.stringify(remembered);
    const now = this.clock.seconds();
    for (const [key, circuit] of Object.entries(remembered)) {
      if (circuit.openUntil <= now - FORGOTTEN_AFTER_SECONDS) continue;
      const openUntil = Math.min(circuit.openUntil, now + this.longestSeconds);
      this.breakers.set(key, this.newBreaker({ ...circuit, openUntil }));
    }
  }

  /** To be called after reports: writes down what has changed. A failure is logged; the reports are on disk already. */
  async keep(): Promise<void> {
    const open = [...this.breakers].flatMap(([key, { memory }]) => (memory ? [[key, memory] as const] : []));
    const remembered: Remembered = Object.fromEntries(open);
    const text = JSON.stringify(remembered);
    if (text === this.kept) return;
    this.kept = text;
    try {
      await this.database?.write((tx) => writeState(tx, 'provider_circuits', remembered, this.clock.seconds()));
    } catch (error) {
      this.logger.warn({ err: error }, 'it could not be written down which downloaders cool down');
    }
  }

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
    this.breakerOf(downloader).report(this.bounded(providerSign(outcome)), now);
  }

  private bounded(sign: ProviderSign): ProviderSign {
    if (sign.kind !== 'fails' || sign.retryAfterSeconds === null) return sign;
    return { ...sign, retryAfterSeconds: Math.min(sign.retryAfterSeconds, this.longestSeconds) };
  }

  private get longestSeconds(): number {
    return this.config.downloadManager.maxBackoffSecs;
  }

  /**
   * What holds everything back: every downloader that these workers use cools down. As long as no worker was heard of, every
   * one that is remembered.
   */
  hold(now: number, workers: readonly { downloader: string | null }[]): Hold | null {
    const used = workers.length === 0 ? this.breakers.keys() : workers.map(({ downloader }) => downloader ?? COMMON);
    const admissions = [...new Set(used)].map((key) => this.admission(key, now));
    const closed = admissions.filter((one) => one.kind === 'none');
    if (closed.length === 0 || closed.length < admissions.length) return null;
    const ends = closed.map(({ until }) => until);
    return { reason: 'provider_cooling_down', until: ends.includes(null) ? null : Math.min(...ends.map(Number)) };
  }

  private breakerOf(downloader: string | undefined): CircuitBreaker {
    const key = downloader ?? COMMON;
    const breaker = this.breakers.get(key) ?? this.newBreaker();
    this.breakers.set(key, breaker);
    return breaker;
  }

  private newBreaker(remembered: OpenCircuit | null = null): CircuitBreaker {
    return new CircuitBreaker((openings) => this.coolDown(openings), remembered);
  }

  private coolDown(openings: number): number {
    return backoffSeconds(backoffPolicyOf(this.config.downloadManager), openings);
  }
}
