import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { standingOf } from '../../storage/standing.repository.js';
import { CLOCK, CONFIG, QUEUE_DATABASE } from '../../tokens.js';
import { type Limits, toLimits } from './limits.mapper.js';
import { startOfDay } from './start-of-day.js';

@Injectable()
export class ReadLimits {
  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Pick<Config, 'downloadManager'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(userId: string): Promise<Limits> {
    const dayStart = startOfDay(this.clock.seconds());
    return toLimits(await standingOf(this.database.reads, userId, dayStart), this.config);
  }
}
