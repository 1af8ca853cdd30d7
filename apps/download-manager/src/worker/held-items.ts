import { type Clock } from '@pezzottify/service-runner';
import { type Attempt, type WorkItem } from './work-item.js';
import { WorkEndedError } from './worker.errors.js';

/** An item being worked on. */
export class HeldItem implements Attempt {
  /** Set by whoever has to know. */
  onFetched: () => void = () => undefined;
  private readonly controller = new AbortController();
  private leaseEndsAtMillis: number;

  constructor(
    readonly item: WorkItem,
    private readonly clock: Clock,
    heldSinceMillis: number,
  ) {
    this.leaseEndsAtMillis = heldSinceMillis + item.leaseSeconds * 1000;
  }

  /** Aborts with a {@link WorkEndedError}. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Why the work was told to end, or null. */
  get ended(): 'lost' | 'handed_back' | null {
    return this.signal.reason instanceof WorkEndedError ? this.signal.reason.reason : null;
  }

  /** By our own clock, which may differ from the owner's; one lease more and the item surely is somebody else's. */
  get isLeaseLongGone(): boolean {
    return this.clock.millis() > this.leaseEndsAtMillis + this.item.leaseSeconds * 1000;
  }

  /** `askedAtMillis`: when the renewal was asked for, since the owner may have counted from then. */
  renew(askedAtMillis: number): void {
    this.leaseEndsAtMillis = askedAtMillis + this.item.leaseSeconds * 1000;
  }

  fetched(): void {
    this.onFetched();
  }

  end(reason: 'lost' | 'handed_back'): void {
    this.controller.abort(new WorkEndedError(reason));
  }
}

/** The items this worker holds leases of, from claim to settlement. */
export class HeldItems {
  private readonly items = new Map<string, HeldItem>();

  constructor(private readonly clock: Clock) {}

  get all(): HeldItem[] {
    return [...this.items.values()];
  }

  take(item: WorkItem, heldSinceMillis: number): HeldItem {
    const held = new HeldItem(item, this.clock, heldSinceMillis);
    this.items.set(item.id, held);
    return held;
  }

  release(held: HeldItem): void {
    // The same item may have been lost and claimed again meanwhile.
    if (this.items.get(held.item.id) === held) this.items.delete(held.item.id);
  }

  lose(itemIds: Iterable<string>): void {
    for (const id of itemIds) this.items.get(id)?.end('lost');
  }
}
