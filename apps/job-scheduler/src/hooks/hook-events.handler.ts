import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HOOKS, type EventName, type Hook } from '@pezzottify/contracts';
import { type MessageBus } from '@pezzottify/messaging';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { Clockwork } from '../runs/clockwork.js';
import { addPendingHooks } from '../storage/pending-hooks.repository.js';
import { noteRaised } from '../storage/raised-hooks.repository.js';
import { CLOCK, DATABASE, MESSAGE_BUS } from '../tokens.js';

const PREFIX = 'hook.';
const HOOK_EVENTS = HOOKS.map((hook) => `${PREFIX}${hook}` as const satisfies EventName);

/** A hook becomes a waiting run of every job that wants it, durably, before the event counts as handled. */
@Injectable()
export class HookEventsHandler implements OnModuleInit {
  constructor(
    @Inject(MESSAGE_BUS) private readonly bus: MessageBus,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly clockwork: Clockwork,
  ) {}

  onModuleInit(): void {
    this.bus.consume({
      durable: 'job-scheduler-hooks',
      events: HOOK_EVENTS,
      database: this.database,
      handle: ({ type }, tx) => this.raise(type.slice(PREFIX.length) as Hook, tx),
    });
  }

  private async raise(hook: Hook, tx: WriteTransaction): Promise<void> {
    const now = this.clock.millis();
    await noteRaised(tx, hook, now);
    // In a burst all but the first find their jobs waiting already: nothing to look at.
    const added = await addPendingHooks(tx, hook, now);
    if (added > 0) tx.afterCommit(() => void this.clockwork.nudge());
  }
}
