import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { ApiProperty } from '@pezzottify/http-edge';
import { type Database, type Reader } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { standingOf } from '../../storage/standing.repository.js';
import { requestsOfUser } from '../../storage/views.repository.js';
import { CLOCK, CONFIG, QUEUE_DATABASE } from '../../tokens.js';
import { Limits, toLimits } from '../limits/limits.mapper.js';
import { startOfDay } from '../limits/start-of-day.js';
import { RequestView } from '../request-view/queue-item.view.js';
import { RequestViews } from '../request-view/request-views.js';

export class MyRequests {
  @ApiProperty({ type: [RequestView] }) requests: RequestView[];
  @ApiProperty() stats: Limits;
}

/** What a user has asked for, with the limits, all as of one moment. */
@Injectable()
export class ReadMyRequests {
  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    private readonly views: RequestViews,
    @Inject(CONFIG) private readonly config: Pick<Config, 'downloadManager'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute(userId: string, page: { limit: number; offset: number }): Promise<MyRequests> {
    return this.database.snapshot((reader) => this.read(reader, userId, page));
  }

  private async read(reader: Reader, userId: string, page: { limit: number; offset: number }): Promise<MyRequests> {
    const rows = await requestsOfUser(reader, userId, page);
    const standing = await standingOf(reader, userId, startOfDay(this.clock.seconds()));
    return { requests: await this.views.of(reader, rows), stats: toLimits(standing, this.config) };
  }
}
