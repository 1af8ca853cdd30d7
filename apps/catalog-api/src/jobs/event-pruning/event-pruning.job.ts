import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type JobDeclaration } from '@pezzottify/contracts';
import { type Job, type JobContext } from '@pezzottify/job-host';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { deleteOldest, outdatedEvents } from '../../storage/user/event-pruning.repository.js';
import { CLOCK, CONFIG, USER_DATABASE } from '../../tokens.js';
import { DAY_SECONDS } from '../../utc-days.js';

const HOUR_SECONDS = 3600;

/**
 * Lets old sync events go. Always from the oldest on, so that what is left of a user has no holes, also where the clock was
 * once set back; the newest of each user stays. A few at a time: writers wait for one short transaction at most.
 */
@Injectable()
export class EventPruningJob implements Job {
  readonly declaration: JobDeclaration;

  constructor(
    @Inject(USER_DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'eventRetentionDays' | 'pruneIntervalHours'>,
  ) {
    this.declaration = {
      id: 'event_pruning',
      name: 'Event pruning',
      description: 'Deletes sync events that are older than event_retention_days, but the newest of each user',
      schedule: { interval_seconds: config.pruneIntervalHours * HOUR_SECONDS },
      shutdown: 'cancellable',
      timeout_seconds: HOUR_SECONDS,
      missed_runs: 'once',
    };
  }

  async run(context: JobContext): Promise<string> {
    const days = this.config.eventRetentionDays;
    if (days === 0) return 'events are kept for ever';
    const outdated = await outdatedEvents(this.database.reads, this.clock.seconds() - days * DAY_SECONDS);
    let deleted = 0;
    for (const [index, { userId, keepFrom }] of outdated.entries()) {
      context.progress(index / outdated.length, `${deleted} events deleted`);
      deleted += await this.prune(userId, keepFrom, context.signal);
    }
    return `${deleted} events deleted`;
  }

  private async prune(userId: number, keepFrom: number, signal: AbortSignal): Promise<number> {
    for (let deleted = 0; ;) {
      signal.throwIfAborted();
      const gone = await this.database.write((tx) => deleteOldest(tx, userId, keepFrom));
      if (gone === 0) return deleted;
      deleted += gone;
    }
  }
}
