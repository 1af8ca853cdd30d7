import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type WriteTransaction } from '@pezzottify/persistence';
import { type Lease } from '@pezzottify/work-engine';
import { type Effects, from } from '../../audit/effects.js';
import { type Origin } from '../../audit/origin.js';
import { claimed } from '../../audit/transition-effects.js';
import { takeNext } from '../../queue/next-in-line.js';
import { StarvationTurns } from '../../queue/starvation-turns.js';
import { type ClaimedRow, type LeaseRow } from '../../storage/claims.repository.js';
import { CONFIG } from '../../tokens.js';

export interface Claim {
  readonly worker: string;
  readonly lease: Lease;
  readonly wanted: number;
  readonly now: number;
  readonly origin: Origin;
}

export interface TakenItems {
  of(claim: Claim): readonly ClaimedRow[];
  readonly effects: readonly Effects[];
}

/** Takes the next items for several workers at once and leases each of them to the one that gets it. */
@Injectable()
export class TakeItems {
  private readonly starvation = new StarvationTurns();

  constructor(@Inject(CONFIG) private readonly config: Pick<Config, 'downloadManager'>) {}

  async execute(tx: WriteTransaction, claims: readonly Claim[]): Promise<TakenItems> {
    const shares = Map.groupBy(await this.take(tx, claims), ({ leaseToken }) => leaseToken);
    const of = ({ lease }: Claim): readonly ClaimedRow[] => shares.get(lease.token) ?? [];
    const effects = claims.flatMap((claim) => of(claim).map((row) => from(claim.origin, claimed(row, usersOf(row)))));
    return { of, effects };
  }

  /** In the order of the claims: the next items go to the first of them, as many as it wants. */
  private async take(tx: WriteTransaction, claims: readonly Claim[]): Promise<ClaimedRow[]> {
    const [first] = claims;
    if (!first) return [];
    const { starvationMinutes, maxAlbumsPerHour, maxAlbumsPerDay } = this.config.downloadManager;
    const leases = claims.flatMap(({ lease, worker, wanted }) =>
      Array.from({ length: wanted }, (): LeaseRow => [lease.token, worker, lease.expiresAt]),
    );
    const starving = { slots: this.starvation.slotsIn(leases.length), before: first.now - 60 * starvationMinutes };
    const taken = await takeNext(tx, { now: first.now, leases, starving, maxAlbumsPerHour, maxAlbumsPerDay });
    this.starvation.claimed(leases.length, taken.length);
    return taken;
  }
}

const usersOf = ({ userIds }: ClaimedRow): string[] => (userIds === null ? [] : (JSON.parse(userIds) as string[]));
