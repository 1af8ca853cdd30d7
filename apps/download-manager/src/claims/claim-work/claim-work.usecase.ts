import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type ClaimedItem, type QueueClaimReply, type QueueClaimRequest, WORKER_PROTOCOL } from '@pezzottify/contracts';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { grantLease, type Lease, newLeaseToken } from '@pezzottify/work-engine';
import { TransitionJournal } from '../../audit/transition-journal.js';
import { claimed } from '../../audit/transition-effects.js';
import { ProviderCircuits } from '../../queue/gates/provider-circuits.js';
import { QueueGates } from '../../queue/gates/queue-gates.js';
import { takeNext } from '../../queue/next-in-line.js';
import { StarvationTurns } from '../../queue/starvation-turns.js';
import { type Claimant, type ClaimedRow } from '../../storage/claims.repository.js';
import { participantsOfAll } from '../../storage/participants.repository.js';
import { CLOCK, CONFIG, QUEUE_DATABASE } from '../../tokens.js';

const IDLE: QueueClaimReply = { kind: 'idle', protocol: WORKER_PROTOCOL };

/** Gives a worker the next items, each with a lease. */
@Injectable()
export class ClaimWork {
  private readonly starvation = new StarvationTurns();

  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    private readonly gates: QueueGates,
    private readonly circuits: ProviderCircuits,
    private readonly journal: TransitionJournal,
    @Inject(CONFIG) private readonly config: Pick<Config, 'downloadManager'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ worker, max_items }: QueueClaimRequest): Promise<QueueClaimReply> {
    const now = this.clock.seconds();
    const lease = grantLease(now, this.config.downloadManager.leaseSecs, newLeaseToken(randomBytes));
    const wanted = await this.admitted(worker.downloader, max_items, lease);
    if (wanted === 0) return IDLE;
    const claimant = { now, lease, worker: worker.name };
    const taken = await this.database.write((tx) => this.take(tx, claimant, wanted));
    if (taken.length > 0)
      return { kind: 'claimed', items: taken.map((row) => this.toItem(row, claimant)), protocol: WORKER_PROTOCOL };
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

  private async take(tx: WriteTransaction, claimant: Claimant, wanted: number): Promise<ClaimedRow[]> {
    const { starvationMinutes, maxAlbumsPerHour, maxAlbumsPerDay } = this.config.downloadManager;
    const starving = { slots: this.starvation.slotsIn(wanted), before: claimant.now - 60 * starvationMinutes };
    const taken = await takeNext(tx, claimant, { wanted, starving, maxAlbumsPerHour, maxAlbumsPerDay });
    this.starvation.claimed(wanted, taken.length);
    if (taken.length === 0) return taken;
    const users = await participantsOfAll(
      tx,
      taken.filter(isTopLevel).map(({ id }) => id),
    );
    await this.journal.record(tx, ...taken.map((row) => claimed(row, users.get(row.id) ?? [])));
    return taken;
  }

  private toItem(row: ClaimedRow, { lease, now }: Claimant): ClaimedItem {
    return {
      id: row.id,
      parent_id: row.parentId,
      content_type: row.contentType,
      content_id: row.contentId,
      content_name: row.contentName,
      ...(row.requestSource === 'WATCHDOG' ? { is_repair: true } : {}),
      lease_token: lease.token,
      lease_expires_at: lease.expiresAt,
      lease_seconds: lease.expiresAt - now,
    };
  }
}

const isTopLevel = ({ parentId }: ClaimedRow): boolean => parentId === null;
