import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type WorkerIdentity } from '@pezzottify/contracts';
import { type Clock } from '@pezzottify/service-runner';
import { CLOCK, CONFIG } from '../../tokens.js';
import { protocolOf } from './worker-protocol.js';

export interface KnownWorker {
  readonly name: string;
  readonly version: string;
  readonly protocol: number;
  readonly downloader: string | null;
  /** Unix seconds of its latest message. */
  readonly seenAt: number;
  /** Why it gets no work. */
  readonly refusal: string | null;
}

/** A worker without work speaks up every process interval; one that works, at every heartbeat. */
const MISSED = 3;
const SHORTEST_SECONDS = 60;

/**
 * The workers that have spoken to this process lately. In memory only: after a restart they are known again as soon as they
 * ask for work.
 */
@Injectable()
export class WorkerRegistry {
  private readonly workers = new Map<string, KnownWorker>();
  private readonly startedAt: number;

  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'downloadManager'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.startedAt = clock.seconds();
  }

  saw(worker: WorkerIdentity, refusal: string | null = null): void {
    const { name, version, downloader = null } = worker;
    const seenAt = this.clock.seconds();
    this.workers.delete(name);
    this.workers.set(name, { name, version, protocol: protocolOf(worker), downloader, seenAt, refusal });
    this.forgetSilent(seenAt);
  }

  /** Those heard of within a few of their intervals, the longest silent first. */
  get known(): KnownWorker[] {
    this.forgetSilent(this.clock.seconds());
    return [...this.workers.values()];
  }

  /** Those of them that get work. */
  get served(): KnownWorker[] {
    return this.known.filter(({ refusal }) => refusal === null);
  }

  /** Nobody who gets work is there; right after the start nobody had the time to say that they are. */
  get isUnattended(): boolean {
    return this.served.length === 0 && this.clock.seconds() - this.startedAt >= this.silentSeconds;
  }

  private get silentSeconds(): number {
    const { processIntervalSecs, leaseSecs } = this.config.downloadManager;
    return Math.max(SHORTEST_SECONDS, MISSED * Math.max(processIntervalSecs, leaseSecs));
  }

  /** The map is in the order of the latest messages. */
  private forgetSilent(now: number): void {
    for (const { name, seenAt } of this.workers.values()) {
      if (seenAt > now - this.silentSeconds) break;
      this.workers.delete(name);
    }
  }
}
