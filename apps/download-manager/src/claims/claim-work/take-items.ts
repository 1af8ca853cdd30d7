import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type ClaimedItem } from '@pezzottify/contracts';
import { type WriteTransaction } from '@pezzottify/persistence';
import { type Lease } from '@pezzottify/work-engine';
import { type Effects, from } from '../../audit/effects.js';
import { type Origin } from '../../audit/origin.js';
import { claimed } from '../../audit/transition-effects.js';
import { takeNext } from '../../queue/next-in-line.js';
import { StarvationTurns } from '../../queue/starvation-turns.js';
import { type ClaimedRow, type LeaseRow } from '../../storage/claims.repository.js';
import { CONFIG } from '../../tokens.js';
import { type Beginning, failBroken, splitBroken } from './broken-items.js';

export interface Claim {
  readonly worker: string;
  readonly lease: Lease;
  readonly wanted: number;
  readonly now: number;
  readonly origin: Origin;
}

export interface TakenItems {
  of(claim: Claim): readonly ClaimedItem[];
  readonly effects: readonly Effects[];
}

/** Takes the next items for several workers at once and leases each of them to the one that gets it. */
@Injectable()
export class TakeItems {
  private readonly starvation = new StarvationTurns();

  constructor(@Inject(CONFIG) private readonly config: Pick<Config, 'downloadManager'>) {}

  async execute(tx: WriteTransaction, claims: readonly Claim[]): Promise<TakenItems> {
    const [first] = claims;
    if (!first) return { of: () => [], effects: [] };
    const shares = Map.groupBy(await this.take(tx, claims, first.now), ({ leaseToken }) => leaseToken);
    const taken = claims.flatMap((claim) => (shares.get(claim.lease.token) ?? []).map((row) => beginning(claim, row)));
    const [begun, broken] = splitBroken(taken);
    const items = Map.groupBy(begun, ({ item }) => item.lease_token);
    return {
      of: ({ lease }) => (items.get(lease.token) ?? []).map(({ item }) => item),
      effects: [...begun.map(({ effects }) => effects), ...(await failBroken(tx, broken, first.now))],
    };
  }

  /** In the order of the claims: the next items go to the first of them, as many as it wants. */
  private async take(tx: WriteTransaction, claims: readonly Claim[], now: number): Promise<ClaimedRow[]> {
    const { starvationMinutes, maxAlbumsPerHour, maxAlbumsPerDay } = this.config.downloadManager;
    const leases = claims.flatMap(({ lease, worker, wanted }) =>
      Array.from({ length: wanted }, (): LeaseRow => [lease.token, worker, lease.expiresAt]),
    );
    const starving = { slots: this.starvation.slotsIn(leases.length), before: now - 60 * starvationMinutes };
    const taken = await takeNext(tx, { now, leases, starving, maxAlbumsPerHour, maxAlbumsPerDay });
    this.starvation.claimed(leases.length, taken.length);
    return taken;
  }
}

function beginning(claim: Claim, row: ClaimedRow): Beginning {
  return { item: toItem(row, claim), effects: from(claim.origin, claimed(row, row.userIds)) };
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
