import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type ClaimedItem, type QueueClaimReply, type QueueClaimRequest, WORKER_PROTOCOL } from '@pezzottify/contracts';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { GatheredCalls, grantLease, type Lease, newLeaseToken } from '@pezzottify/work-engine';
import { from } from '../../audit/effects.js';
import { currentOrigin, type Origin } from '../../audit/origin.js';
import { claimed } from '../../audit/transition-effects.js';
import { TransitionJournal } from '../../audit/transition-journal.js';
import { ProviderCircuits } from '../../queue/gates/provider-circuits.js';
import { QueueGates } from '../../queue/gates/queue-gates.js';
import { takeNext } from '../../queue/next-in-line.js';
import { StarvationTurns } from '../../queue/starvation-turns.js';
import { type ClaimedRow, handOver } from '../../storage/claims.repository.js';
import { participantsOfAll } from '../../storage/participants.repository.js';
import { CLOCK, CONFIG, QUEUE_DATABASE } from '../../tokens.js';
import { shareOut } from './share-out.js';

const IDLE: QueueClaimReply = { kind: 'idle', protocol: WORKER_PROTOCOL };

/** Each may ask for dozens of items. */
const MOST_AT_ONCE = 16;

interface Claim {
  readonly worker: string;
  readonly lease: Lease;
  readonly wanted: number;
  readonly now: number;
  readonly origin: Origin;
}

/** Gives workers the next items, each with a lease. What several ask for at the same moment is taken together. */
@Injectable()
export class ClaimWork {
  private readonly starvation = new StarvationTurns();
  private readonly claims = new GatheredCalls<Claim, readonly ClaimedRow[]>(
    (round) => this.database.write((tx) => this.take(tx, round())),
    { most: MOST_AT_ONCE },
  );

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
    const claim = { worker: worker.name, lease, wanted, now, origin: currentOrigin() };
    const taken = await this.claims.execute(claim);
    if (taken.length > 0)
      return { kind: 'claimed', items: taken.map((row) => toItem(row, claim)), protocol: WORKER_PROTOCOL };
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

  private async take(tx: WriteTransaction, claims: readonly Claim[]): Promise<(readonly ClaimedRow[])[]> {
    const taken = await this.takeTogether(tx, claims);
    if (taken.length === 0) return claims.map(() => []);
    const shares = shareOut(taken, claims);
    await handOver(
      tx,
      shares.slice(1).map(({ lease, worker, items }) => ({ lease, worker, ids: items.map(({ id }) => id) })),
    );
    const topLevel = taken.filter(({ parentId }) => parentId === null);
    const users = await participantsOfAll(
      tx,
      topLevel.map(({ id }) => id),
    );
    const started = shares.flatMap(({ items, origin }) =>
      items.map((row) => from(origin, claimed(row, users.get(row.id) ?? []))),
    );
    await this.journal.record(tx, ...started);
    return shares.map(({ items }) => items);
  }

  /** All of them for the first worker, whose turn it is before the others'. */
  private async takeTogether(tx: WriteTransaction, claims: readonly Claim[]): Promise<ClaimedRow[]> {
    const [first] = claims;
    if (!first) return [];
    const { starvationMinutes, maxAlbumsPerHour, maxAlbumsPerDay } = this.config.downloadManager;
    const wanted = claims.reduce((sum, claim) => sum + claim.wanted, 0);
    const starving = { slots: this.starvation.slotsIn(wanted), before: first.now - 60 * starvationMinutes };
    const taken = await takeNext(tx, first, { wanted, starving, maxAlbumsPerHour, maxAlbumsPerDay });
    this.starvation.claimed(wanted, taken.length);
    return taken;
  }
}

const toItem = (row: ClaimedRow, { lease, now }: Claim): ClaimedItem => ({
  id: row.id,
  parent_id: row.parentId,
  content_type: row.contentType,
  content_id: row.contentId,
  content_name: row.contentName,
  ...(row.requestSource === 'WATCHDOG' ? { is_repair: true } : {}),
  lease_token: lease.token,
  lease_expires_at: lease.expiresAt,
  lease_seconds: lease.expiresAt - now,
});
