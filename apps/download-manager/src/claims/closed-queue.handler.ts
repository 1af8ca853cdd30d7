import { type MessageBus } from '@pezzottify/messaging';

/** What workers are told while the download manager is off: there is no work, and nothing they hold is theirs. */
export function answerAsClosed(bus: MessageBus): void {
  bus.handle('queue.claim', () => Promise.resolve({ kind: 'refused', reason: 'the download manager is off' }));
  bus.handle('queue.heartbeat', ({ leases }) =>
    Promise.resolve({ lost_item_ids: leases.map(({ item_id }) => item_id) }),
  );
  bus.handle('queue.settle', () => Promise.resolve({ kind: 'stale' }));
  bus.handle('queue.settle-all', ({ settlements }) => Promise.resolve({ kinds: settlements.map(() => 'stale') }));
}
