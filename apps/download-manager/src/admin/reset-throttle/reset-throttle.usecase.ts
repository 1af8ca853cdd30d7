import { Inject, Injectable } from '@nestjs/common';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { effects } from '../../audit/effects.js';
import { TransitionJournal } from '../../audit/transition-journal.js';
import { writeState } from '../../storage/queue-state.repository.js';
import { CLOCK, QUEUE_DATABASE } from '../../tokens.js';
import { ShowThrottle } from '../show-throttle/show-throttle.usecase.js';
import { type ThrottleView } from '../show-throttle/throttle.view.js';

/** Forgets what was downloaded so far, for the bandwidth limits only: the rows stay as they are. */
@Injectable()
export class ResetThrottle {
  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    private readonly journal: TransitionJournal,
    private readonly throttle: ShowThrottle,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute(): Promise<ThrottleView> {
    return this.database.write((tx) => this.reset(tx));
  }

  private async reset(tx: WriteTransaction): Promise<ThrottleView> {
    const now = this.clock.seconds();
    await writeState(tx, 'throttle_reset', { at: now }, now);
    await this.journal.record(tx, effects({ notices: [{ kind: 'work_available' }] }));
    return this.throttle.execute(tx);
  }
}
