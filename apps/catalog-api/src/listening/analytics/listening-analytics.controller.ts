import { Controller, Get, Inject } from '@nestjs/common';
import { PermissionRequired } from '@pezzottify/access';
import {
  AnyIdParam,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  DateQuery,
  IdParam,
  IntQuery,
  listOf,
} from '@pezzottify/http-edge';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { dailyListening, topTracks, trackStats } from '../../storage/user/listening-analytics.repository.js';
import { listeningSummary } from '../../storage/user/listening.repository.js';
import { CLOCK, USER_DATABASE } from '../../tokens.js';
import { DAILY, SUMMARY, TRACK_STATS } from '../listening-schemas.js';
import { type Period, periodOf } from '../period.js';
import { foundUser } from './found-user.js';

/** What everybody listens to; the last 30 days unless the query says otherwise. */
@ApiTags('admin')
@Controller('v1/admin/listening')
export class ListeningAnalyticsController {
  constructor(
    @Inject(USER_DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('daily')
  @PermissionRequired('ViewAnalytics', { bucket: 'user-read' })
  @ApiOperation({ summary: 'How much was listened on each day' })
  @ApiOkResponse({ description: 'Newest first; days without plays are absent', schema: DAILY })
  daily(@DateQuery('start_date') start: number | undefined, @DateQuery('end_date') end: number | undefined) {
    return dailyListening(this.database.reads, this.period(start, end));
  }

  @Get('top-tracks')
  @PermissionRequired('ViewAnalytics', { bucket: 'user-read' })
  @ApiOperation({ summary: 'What was played most' })
  @ApiOkResponse({ description: 'Most played first', schema: listOf(TRACK_STATS) })
  top(
    @DateQuery('start_date') start: number | undefined,
    @DateQuery('end_date') end: number | undefined,
    @IntQuery('limit', { default: 50, cap: 500 }) limit: number,
  ) {
    return topTracks(this.database.reads, this.period(start, end), limit);
  }

  @Get('track/:track_id')
  @PermissionRequired('ViewAnalytics', { bucket: 'user-read' })
  @ApiOperation({ summary: 'How much one track was played' })
  @ApiOkResponse({ description: 'Zeros for a track nobody has played', schema: TRACK_STATS })
  track(
    @AnyIdParam('track_id') trackId: string,
    @DateQuery('start_date') start: number | undefined,
    @DateQuery('end_date') end: number | undefined,
  ) {
    return trackStats(this.database.reads, trackId, this.period(start, end));
  }

  @Get('users/:handle/summary')
  @PermissionRequired('ViewAnalytics', { bucket: 'user-read' })
  @ApiOperation({ summary: 'How much one user has listened' })
  @ApiOkResponse({ description: 'Sums over the days, both included', schema: SUMMARY })
  async user(
    @IdParam('handle') handle: string,
    @DateQuery('start_date') start: number | undefined,
    @DateQuery('end_date') end: number | undefined,
  ) {
    return foundUser(handle, await listeningSummary(this.database.reads, handle, this.period(start, end)));
  }

  private period(start: number | undefined, end: number | undefined): Period {
    return periodOf({ start, end }, this.clock.seconds());
  }
}
