import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type QueueClaimReply, type QueueClaimRequest, WORKER_PROTOCOL } from '@pezzottify/contracts';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { grantLease, type Lease, newLeaseToken } from '@pezzottify/work-engine';
import { currentOrigin } from '../../audit/origin.js';
import { ProviderCircuits } from '../../queue/gates/provider-circuits.js';
import { QueueGates } from '../../queue/gates/queue-gates.js';
import { CLOCK, CONFIG, QUEUE_DATABASE } from '../../tokens.js';
import { WorkRounds } from '../work-rounds.js';

const IDLE: QueueClaimReply = { kind: 'idle', protocol: WORKER_PROTOCOL };

/** Gives workers the next items, each with a lease, unless something holds the queue or their downloader back. */
@Injectable()
export class ClaimWork {
  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    private readonly gates: QueueGates,
    private readonly circuits: ProviderCircuits,
    private readonly rounds: WorkRounds,
    @Inject(CONFIG) private readonly config: Pick<Config, 'downloadManager'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ worker, max_items }: QueueClaimRequest): Promise<QueueClaimReply> {
    const now = this.clock.seconds();
    const lease = grantLease(now, this.config.downloadManager.leaseSecs, newLeaseToken(randomBytes));
    const wanted = await this.admitted(worker.downloader, max_items, lease);
    if (wanted === 0) return IDLE;
    const items = await this.rounds.claim({ worker: worker.name, lease, wanted, now, origin: currentOrigin() });
    if (items.length > 0) return { kind: 'claimed', items: [...items], protocol: WORKER_PROTOCOL };
    this.circuits.unprobed(worker.downloader);
    return IDLE;
  }

  /** How many items may go to this worker now: all it asks for, one to see whether its downloader is back, or none. */
  private async admitted(downloader: string | undefined, asked: number, lease: Lease): Promise<number> {
    const now = this.clock.seconds();
    if (await this.gates.isHeldOnOwnSide(this.database.reads, now)) return 0;
    const { kind } = this.circuits.admission(downloader, now);
    // At once, before another worker asks whether it may be the one.
    if (kind === 'one') this.circuits.probe(downloader, lease.expiresAt);
    return { all: asked, one: 1, none: 0 }[kind];
  }
}
