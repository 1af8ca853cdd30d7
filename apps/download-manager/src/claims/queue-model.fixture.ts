import { expect } from '@jest/globals';
import { type ClaimedItem, CodedError, type WorkOutcome } from '@pezzottify/contracts';
import { isActive, isLegalMove } from '../queue/states.js';
import { ITEM_COLUMNS, type QueueItem } from '../storage/queue-item.js';
import { standingOf } from '../storage/standing.repository.js';
import { LEASE_SECONDS, type QueueMachine } from './queue-machine.fixture.js';

const WORKER = { name: 'worker', version: '1' };

export type Report = 'done' | 'retry' | 'wait' | 'give_up' | 'handed_back';

interface Reported {
  readonly lease: ClaimedItem;
  readonly outcome: WorkOutcome;
}

/**
 * Plays users, workers and time against the queue, and keeps beside it what must be true: who holds which lease, who
 * takes part in what. `check` compares after every step.
 */
export class QueueModel {
  /** Every lease ever granted; late workers keep using theirs. */
  private readonly granted: ClaimedItem[] = [];
  private readonly settled: Reported[] = [];
  private readonly valid = new Map<string, { token: string; expiresAt: number }>();
  private readonly participants = new Map<string, Set<string>>();
  private before = new Map<string, QueueItem>();

  constructor(private readonly machine: QueueMachine) {}

  async ask(userId: string, albumId: string): Promise<void> {
    const albums = [{ id: albumId, name: albumId, artistName: '' }];
    const command = { userId, albums, complete: new Set<string>(), requestType: 'album' as const };
    const [verdict] = await this.machine.accept.execute(command);
    const mine = [...this.before.values()].find((item) => item.contentId === albumId && isActive(item.status));
    const takesPart = mine !== undefined && this.participants.get(mine.id)?.has(userId) === true;
    expect(verdict?.kind).toBe(takesPart ? 'refused' : 'accepted');
    if (verdict?.kind !== 'accepted') return;
    expect(verdict.requestId).toBe(mine?.id ?? verdict.requestId);
    this.participants.set(verdict.requestId, (this.participants.get(verdict.requestId) ?? new Set()).add(userId));
  }

  async claim(maxItems: number): Promise<number> {
    const reply = await this.machine.claim.execute({ worker: WORKER, max_items: maxItems });
    const items = reply.kind === 'claimed' ? reply.items : [];
    for (const item of items) {
      expect(this.before.get(item.id)?.status).toBe('PENDING');
      this.valid.set(item.id, { token: item.lease_token, expiresAt: item.lease_expires_at });
    }
    this.granted.push(...items);
    return items.length;
  }

  async heartbeat(pick: number): Promise<void> {
    const lease = this.pick(pick);
    if (!lease) return;
    const leases = [{ item_id: lease.id, lease_token: lease.lease_token }];
    const { lost_item_ids } = await this.machine.renew.execute({ worker: WORKER, leases });
    expect(lost_item_ids).toEqual(this.isValid(lease) ? [] : [lease.id]);
    if (!this.isValid(lease)) return;
    this.valid.set(lease.id, { token: lease.lease_token, expiresAt: this.machine.clock.seconds() + LEASE_SECONDS });
  }

  async settle(pick: number, report: Report, children: readonly string[]): Promise<void> {
    const lease = this.pick(pick);
    if (lease) await this.settleLeases([{ lease, outcome: outcomeOf(lease, report, children) }]);
  }

  /** Two workers at the same moment: of an item that had another holder before, or of two items of the same kind. */
  async settleTwo(pick: number, other: number, reports: readonly [Report, Report]): Promise<void> {
    const isRival = (one: ClaimedItem, to: ClaimedItem): boolean => one.id === to.id && one !== to;
    const contested = this.granted.filter((one) => this.isValid(one) && this.granted.some((to) => isRival(to, one)));
    const holder = contested.at(pick % Math.max(1, contested.length)) ?? this.pick(pick);
    if (!holder) return;
    const others = this.granted.filter((one) =>
      other % 2 === 0
        ? isRival(one, holder)
        : this.isValid(one) && one.id !== holder.id && one.content_type === holder.content_type,
    );
    const second = others.at(pick % Math.max(1, others.length)) ?? this.pick(other) ?? holder;
    const both = other < 2 ? [second, holder] : [holder, second];
    await this.settleLeases(
      both.map((lease, at) => ({ lease, outcome: outcomeOf(lease, reports[at] ?? 'done', [`t${at}`, 't3']) })),
    );
  }

  /** With the album, where it is the last one's to cancel, go its children. */
  async cancel(userId: string, albumId: string): Promise<void> {
    const item = [...this.before.values()].reverse().find((one) => one.contentId === albumId && one.parentId === null);
    if (!item) return;
    const users = this.participants.get(item.id) ?? new Set();
    const isAllowed = users.has(userId) && isActive(item.status);
    const refused = await this.machine.cancel.execute(userId, item.id).then(
      () => false,
      (error: unknown) => error instanceof CodedError,
    );
    expect(refused).toBe(!isAllowed);
    if (!isAllowed) return;
    if (users.size > 1) users.delete(userId);
    else
      for (const one of this.before.values())
        if (one.id === item.id || one.parentId === item.id) this.valid.delete(one.id);
  }

  /** Leases of the item and of what goes back with it are void from then on. */
  async retry(pick: number, isForced: boolean): Promise<void> {
    const item = this.pickItem(pick);
    if (!item) return;
    const command = { adminId: '9', itemId: item.id, isForced };
    expect(await isDone(this.machine.retry.execute(command))).toBe(this.isRetryable(item, isForced));
    if (!this.isRetryable(item, isForced)) return;
    for (const one of this.withChildren(item)) if (one.status !== 'COMPLETED') this.valid.delete(one.id);
  }

  async remove(pick: number): Promise<void> {
    const item = this.pickItem(pick);
    if (!item) return;
    expect(await isDone(this.machine.remove.execute('9', item.id))).toBe(true);
    for (const { id } of this.withChildren(item)) {
      this.valid.delete(id);
      this.participants.delete(id);
      this.before.delete(id);
    }
  }

  async pass(seconds: number): Promise<void> {
    this.machine.clock.advance(seconds);
    await this.machine.upkeep.pass();
    for (const [id, { expiresAt }] of this.valid) if (expiresAt <= this.machine.clock.seconds()) this.valid.delete(id);
  }

  /** An honest worker and enough time: whatever happened before, everything must come to an end. */
  async drain(): Promise<void> {
    for (let rounds = 0; (await this.activeCount()) > 0; rounds += 1) {
      expect(rounds).toBeLessThan(20);
      await this.pass(100);
      await this.check();
      await this.claim(64);
      await this.check();
      for (const lease of this.granted.filter((one) => this.isValid(one))) {
        await this.settleLeases([{ lease, outcome: outcomeOf(lease, 'done', ['last']) }]);
      }
      await this.check();
    }
  }

  async check(): Promise<void> {
    const { reads } = this.machine.database;
    const items = await reads.all<QueueItem>(`SELECT ${ITEM_COLUMNS} FROM download_queue ORDER BY rowid`);
    const now = new Map(items.map((item) => [item.id, item]));
    for (const item of items) this.checkItem(item, items);
    expect(items.length).toBeGreaterThanOrEqual(this.before.size);
    await this.checkStandings(items);
    this.before = now;
  }

  /** Every claim and every report that counted has left one entry and was counted once, however many shared a transaction. */
  async checkRecords(): Promise<void> {
    const { reads } = this.machine.database;
    const entries = await reads.all<{ what: string; n: number }>(
      `SELECT event_type || ' ' || content_type AS what, count(*) AS n FROM download_audit_log GROUP BY 1`,
    );
    const entriesOf = (what: RegExp) => entries.reduce((sum, one) => sum + (what.test(one.what) ? one.n : 0), 0);
    const settled = (kind: RegExp, isAlbum: boolean) =>
      this.settled.filter(
        ({ lease, outcome }) => kind.test(outcome.kind) && isAlbum === (lease.content_type === 'ALBUM'),
      ).length;
    const albums = settled(/expanded/, true);
    const tracks = settled(/stored/, false);
    expect(entriesOf(/^DOWNLOAD_STARTED/)).toBe(this.granted.length);
    expect(entriesOf(/^CHILDREN_CREATED ALBUM/)).toBe(albums);
    expect(entriesOf(/^DOWNLOAD_COMPLETED TRACK/)).toBe(tracks);
    expect(entriesOf(/^(DOWNLOAD_FAILED|RETRY_SCHEDULED) TRACK/)).toBe(settled(/retry|wait|give_up/, false));
    expect(
      await reads.get(`SELECT ifnull(sum(albums_downloaded), 0) AS albums, ifnull(sum(tracks_downloaded), 0) AS tracks,
        ifnull(sum(bytes_downloaded), 0) AS bytes FROM download_activity_log`),
    ).toEqual({ albums, tracks, bytes: STORED.bytes * tracks });
  }

  private checkItem(item: QueueItem, items: readonly QueueItem[]): void {
    const before = this.before.get(item.id);
    if (before && before.status !== item.status)
      expect([before.status, item.status, isLegalMove(before.status, item.status)]).toEqual([
        before.status,
        item.status,
        true,
      ]);
    expect([item.id, item.leaseToken]).toEqual([item.id, this.valid.get(item.id)?.token ?? null]);
    expect(item.completedAt !== null).toBe(!isActive(item.status));
    expect(item.nextRetryAt !== null).toBe(item.status === 'RETRY_WAITING');
    expect(item.retryCount).toBeLessThanOrEqual(item.maxRetries);
    if (item.contentType !== 'ALBUM') {
      if (item.status === 'IN_PROGRESS') expect(item.leaseToken).not.toBeNull();
      return;
    }
    const children = items.filter(({ parentId }) => parentId === item.id);
    const hasActiveChild = children.some(({ status }) => isActive(status));
    expect(new Set(children.map(({ contentId }) => contentId)).size).toBe(children.length);
    const bytes = children.reduce((sum, { bytesDownloaded }) => sum + (bytesDownloaded ?? 0), 0);
    expect(item.bytesDownloaded ?? 0).toBe(bytes);
    // Until it is expanded again, an album that is tried again has children of any kind.
    const isExpanded = item.status === 'IN_PROGRESS' && item.leaseToken === null;
    if (isExpanded || !isActive(item.status)) expect(hasActiveChild).toBe(isExpanded);
    if (item.status === 'COMPLETED') expect(children.every(({ status }) => status === 'COMPLETED')).toBe(true);
  }

  private pickItem(number: number): QueueItem | undefined {
    return [...this.before.values()].at(number % Math.max(1, this.before.size));
  }

  private withChildren(item: QueueItem): QueueItem[] {
    return [...this.before.values()].filter(({ id, parentId }) => id === item.id || parentId === item.id);
  }

  private isRetryable(item: QueueItem, isForced: boolean): boolean {
    const parent = this.before.get(item.parentId ?? '');
    const isTaken = (one: QueueItem): boolean =>
      [...this.before.values()].some(
        (other) =>
          other.parentId === null &&
          other.id !== one.id &&
          isActive(other.status) &&
          other.contentType === one.contentType &&
          other.contentId === one.contentId,
      );
    const statuses = isForced ? ['FAILED', 'RETRY_WAITING', 'IN_PROGRESS'] : ['FAILED'];
    if (!statuses.includes(item.status) || isTaken(item)) return false;
    return !parent || (!['CANCELLED', 'COMPLETED'].includes(parent.status) && !isTaken(parent));
  }

  private async checkStandings(items: readonly QueueItem[]): Promise<void> {
    const active = items.filter(({ parentId, status }) => parentId === null && isActive(status));
    expect(new Set(active.map(({ contentId }) => contentId)).size).toBe(active.length);
    for (const userId of ['1', '2', '3']) {
      const { inQueue } = await standingOf(this.machine.database.reads, userId, 0);
      expect(inQueue).toBe(active.filter(({ id }) => this.participants.get(id)?.has(userId)).length);
    }
  }

  /** At once; of several that report the same lease the first counts. */
  private async settleLeases(reports: readonly Reported[]): Promise<void> {
    const replies = await Promise.all(
      reports.map(({ lease: { id: item_id, lease_token }, outcome }) =>
        this.machine.reported.one(WORKER, { item_id, lease_token, outcome }),
      ),
    );
    for (const [at, one] of reports.entries()) {
      const counts = this.isValid(one.lease);
      expect(replies[at]?.kind).toBe(counts ? 'settled' : 'stale');
      if (!counts) continue;
      this.valid.delete(one.lease.id);
      this.settled.push(one);
    }
  }

  private pick(number: number): ClaimedItem | undefined {
    return this.granted.at(-1 - (number % Math.max(1, this.granted.length)));
  }

  private isValid({ id, lease_token }: ClaimedItem): boolean {
    return this.valid.get(id)?.token === lease_token;
  }

  private async activeCount(): Promise<number> {
    const sql = `SELECT count(*) AS n FROM download_queue WHERE status IN ('PENDING', 'IN_PROGRESS', 'RETRY_WAITING')`;
    return (await this.machine.database.reads.get<{ n: number }>(sql))?.n ?? 0;
  }
}

const isDone = (work: Promise<void>): Promise<boolean> =>
  work.then(
    () => true,
    (error: unknown) => {
      if (error instanceof CodedError) return false;
      throw error;
    },
  );

function outcomeOf(lease: ClaimedItem, report: Report, children: readonly string[]): WorkOutcome {
  const failure = { error_type: 'timeout', message: 'm' } as const;
  switch (report) {
    case 'done':
      return lease.content_type === 'ALBUM' ? expandedTo(children) : STORED;
    case 'wait':
      return { kind: 'wait', ...failure, retry_after_seconds: null };
    case 'handed_back':
      return { kind: 'handed_back' };
    default:
      return { kind: report, ...failure };
  }
}

const STORED = { kind: 'stored', bytes: 10, duration_ms: 5, media_kind: 'audio' } as const;

const expandedTo = (children: readonly string[]): WorkOutcome => ({
  kind: 'expanded',
  album_name: 'a',
  artist_name: 'b',
  children: children.map((content_id) => ({ content_type: 'TRACK_AUDIO', content_id, content_name: null })),
});
