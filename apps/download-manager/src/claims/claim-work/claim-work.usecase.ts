import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type ClaimedItem, type QueueClaimReply, type QueueClaimRequest } from '@pezzottify/contracts';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { grantLease, newLeaseToken } from '@pezzottify/work-engine';
import { TransitionJournal } from '../../audit/transition-journal.js';
import { claimed } from '../../audit/transition-effects.js';
import { QueueGates } from '../../queue/gates/queue-gates.js';
import { takeNext } from '../../queue/next-in-line.js';
import { StarvationTurns } from '../../queue/starvation-turns.js';
import { type Claimant, type ClaimedRow } from '../../storage/claims.repository.js';
import { participantsOfAll } from '../../storage/participants.repository.js';
import { CLOCK, CONFIG, QUEUE_DATABASE } from '../../tokens.js';

/** Gives a worker the next items, each with a lease. */
@Injectable()
export class ClaimWork {
  private readonly starvation = new StarvationTurns();

  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    private readonly gates: QueueGates,
    private readonly journal: TransitionJournal,
    @Inject(CONFIG) private readonly config: Pick<Config, 'downloadManager'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ worker, max_items }: QueueClaimRequest): Promise<QueueClaimReply> {
    const now = this.clock.seconds();
    if (await this.gates.onEverything(this.database.reads, now)) return { kind: 'idle' };
    const lease = grantLease(now, this.config.downloadManager.leaseSecs, newLeaseToken(randomBytes));
    const claimant = { now, lease, worker: worker.name };
    const taken = await this.database.write((tx) => this.take(tx, claimant, max_items));
    return taken.length === 0
      ? { kind: 'idle' }
      : { kind: 'claimed', items: taken.map((row) => this.toItem(row, claimant)) };
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
      lease_token: lease.token,
      lease_expires_at: lease.expiresAt,
      lease_seconds: lease.expiresAt - now,
    };
  }
}

const isTopLevel = ({ parentId }: ClaimedRow): boolean => parentId === null;
