import { Inject, Injectable } from '@nestjs/common';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { queueAuditEntry } from '../../audit/audit-entry.mapper.js';
import { effects } from '../../audit/effects.js';
import { TransitionJournal } from '../../audit/transition-journal.js';
import { type Pause } from '../../queue/pause/pause.js';
import { QueuePause } from '../../queue/pause/queue-pause.js';
import { CLOCK, QUEUE_DATABASE } from '../../tokens.js';
import { PauseOverError, TwoEndsError } from '../admin.errors.js';

export interface PauseCommand extends Omit<Pause, 'pausedAt'> {
  /** In place of `expiresAt`. */
  readonly durationSeconds: number | null;
}

/** Work goes on that has begun; nothing more is given out. Pausing again replaces the pause there is. */
@Injectable()
export class PauseQueue {
  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    private readonly journal: TransitionJournal,
    private readonly pause: QueuePause,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute(command: PauseCommand): Promise<Pause> {
    return this.database.write((tx) => this.write(tx, command));
  }

  private async write(tx: WriteTransaction, { durationSeconds, ...command }: PauseCommand): Promise<Pause> {
    const { by, reason } = command;
    const now = this.clock.seconds();
    const expiresAt = durationSeconds === null ? command.expiresAt : now + durationSeconds;
    if (command.expiresAt !== null && durationSeconds !== null) throw new TwoEndsError();
    if (expiresAt !== null && expiresAt <= now) throw new PauseOverError(expiresAt, now);
    const pause = { ...command, expiresAt, pausedAt: now };
    await this.pause.set(tx, pause);
    const audit = [queueAuditEntry('QUEUE_PAUSED', { reason, expires_at: expiresAt }, by)];
    await this.journal.record(tx, effects({ audit }));
    return pause;
  }
}
