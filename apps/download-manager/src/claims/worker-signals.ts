import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { type MessageBus } from '@pezzottify/messaging';
import { type Effects } from '../audit/effects.js';
import { TransitionJournal } from '../audit/transition-journal.js';
import { MESSAGE_BUS } from '../tokens.js';

/** Wakes free workers when there is work, and stops busy ones whose item was cancelled. */
@Injectable()
export class WorkerSignals implements OnModuleInit {
  constructor(
    @Inject(MESSAGE_BUS) private readonly bus: MessageBus,
    private readonly journal: TransitionJournal,
  ) {}

  onModuleInit(): void {
    this.journal.onWorkComing(() => this.bus.signal('queue.work-available', {}));
    this.journal.onCommitted((effects) => this.send(effects));
  }

  private send({ notices }: Effects): void {
    // First: a worker that claims an item anew must not be told afterwards to drop it.
    const cancelled = notices.flatMap((notice) => (notice.kind === 'items_cancelled' ? notice.itemIds : []));
    if (cancelled.length > 0) this.bus.signal('queue.items-cancelled', { item_ids: cancelled });
    if (notices.some(({ kind }) => kind === 'work_available')) this.bus.signal('queue.work-available', {});
  }
}
