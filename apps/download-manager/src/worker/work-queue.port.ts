import { type Outcome, type WorkItem } from './work-item.js';

export type Claim = { kind: 'claimed'; items: WorkItem[] } | { kind: 'idle' } | { kind: 'refused'; reason: string };

/** The queue as a worker sees it. Everything rejects when its owner cannot be asked. */
export interface WorkQueue {
  claim(maxItems: number): Promise<Claim>;
  /** Renews the leases; gives the ids of the items that are no longer ours. */
  heartbeat(items: readonly WorkItem[]): Promise<ReadonlySet<string>>;
  /** `stale`: the item was no longer ours and the outcome was thrown away. Telling the same twice does no harm. */
  settle(item: WorkItem, outcome: Outcome): Promise<'settled' | 'stale'>;
  /** Is there a way to where the owner would be? It may still not be there. */
  readonly isConnected: boolean;
  whenConnected(): Promise<void>;
  onWorkAvailable(listener: () => void): void;
  onItemsCancelled(listener: (itemIds: readonly string[]) => void): void;
}
