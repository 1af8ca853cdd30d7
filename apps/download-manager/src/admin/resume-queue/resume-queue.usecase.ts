import { Inject, Injectable } from '@nestjs/common';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { queueAuditEntry } from '../../audit/audit-entry.mapper.js';
import { effects } from '../../audit/effects.js';
import { TransitionJournal } from '../../audit/transition-journal.js';
import { QueuePause } from '../../queue/pause/queue-pause.js';
import { CLOCK, QUEUE_DATABASE } from '../../tokens.js';

/** Ends a pause; does nothing where there is none. */
@Injectable()
export class ResumeQueue {
  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    private readonly journal: TransitionJournal,
    private readonly pause: QueuePause,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute(adminId: string): Promise<void> {
    return this.database.write((tx) => this.resume(tx, adminId));
  }

  private async resume(tx: WriteTransaction, adminId: string): Promise<void> {
    const pause = await this.pause.at(this.clock.seconds());
    if (!pause) return;
    await this.pause.clear(tx);
    const audit = [queueAuditEntry('QUEUE_RESUMED', { paused_at: pause.pausedAt, paused_by: pause.by }, adminId)];
    await this.journal.record(tx, effects({ audit, notices: [{ kind: 'work_available' }] }));
  }
}
