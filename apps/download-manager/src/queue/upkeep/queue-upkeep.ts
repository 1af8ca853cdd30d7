import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type Logger } from '@pezzottify/observability';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { effects } from '../../audit/effects.js';
import { TransitionJournal } from '../../audit/transition-journal.js';
import { expireLeases, nextDueAt, promoteDue } from '../../storage/leases.repository.js';
import { CLOCK, CONFIG, LOGGER, QUEUE_DATABASE } from '../../tokens.js';
import { Alarm } from './alarm.js';

/** Moves what time moves: items whose lease ran out and items whose wait is over go back to the queue. */
@Injectable()
export class QueueUpkeep {
  private readonly alarm: Alarm;

  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    private readonly journal: TransitionJournal,
    @Inject(CONFIG) private readonly config: Pick<Config, 'downloadManager'>,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.alarm = new Alarm(clock, () => this.run());
  }

  start(): void {
    this.journal.onCommitted(({ notices }) => {
      for (const notice of notices) if (notice.kind === 'retry_scheduled') this.alarm.setAt(notice.at);
    });
    this.lookAgain();
  }

  /** Makes a pass now: at start, and when a wait was begun with settings that have changed since. */
  lookAgain(): void {
    this.alarm.setAt(this.clock.seconds());
  }

  /** Resolves when a pass that runs has ended. */
  stop(): Promise<void> {
    return this.alarm.stop();
  }

  /** One pass; what it put back is announced to the workers. */
  async pass(): Promise<void> {
    const now = this.clock.seconds();
    await this.database.write((tx) => this.putBack(tx, now));
  }

  private async putBack(tx: WriteTransaction, now: number): Promise<void> {
    const expired = await expireLeases(tx, now);
    const promoted = await promoteDue(tx, now);
    if (expired > 0) this.logger.warn({ items: expired }, 'leases ran out; their items are back in the queue');
    if (expired + promoted > 0) await this.journal.record(tx, effects({ notices: [{ kind: 'work_available' }] }));
  }

  /** A pass that fails (disk full, say) must not be the last one. */
  private async run(): Promise<void> {
    try {
      await this.pass();
      this.alarm.setAt(await this.nextPassAt());
    } catch (error) {
      this.logger.error({ err: error }, 'the queue could not be looked after');
      this.alarm.setAt(this.latestNextPass());
    }
  }

  private async nextPassAt(): Promise<number> {
    const due = (await nextDueAt(this.database.reads)) ?? Infinity;
    return Math.max(this.clock.seconds() + 1, Math.min(due, this.latestNextPass()));
  }

  /** No later than a lease granted now can end, or its end would be noticed late. */
  private latestNextPass(): number {
    const { processIntervalSecs, leaseSecs } = this.config.downloadManager;
    return this.clock.seconds() + Math.min(processIntervalSecs, leaseSecs);
  }
}
