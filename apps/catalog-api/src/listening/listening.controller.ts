import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { CurrentSession, PermissionRequired } from '@pezzottify/access';
import { type Session } from '@pezzottify/contracts';
import { ApiOkResponse, ApiOperation, ApiTags, BodyOf, DateQuery, IntQuery } from '@pezzottify/http-edge';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { listeningHistory, listeningSummary, listPlays } from '../storage/user/listening.repository.js';
import { CLOCK, USER_DATABASE } from '../tokens.js';
import { HISTORY, PLAYS, RECORDED, SUMMARY } from './listening-schemas.js';
import { periodOf } from './period.js';
import { RecordListeningDto } from './record-listening/record-listening.dto.js';
import { RecordListening } from './record-listening/record-listening.usecase.js';
import { reportedPlay } from './record-listening/reported-play.mapper.js';

const LIMIT = { default: 50, cap: 500 };

@ApiTags('user')
@Controller('v1/user/listening')
export class ListeningController {
  constructor(
    @Inject(USER_DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly recordListening: RecordListening,
  ) {}

  @Post()
  @HttpCode(200)
  @PermissionRequired('AccessCatalog', { bucket: 'write' })
  @ApiOperation({ summary: 'Reports a play, or how far it has come' })
  @ApiOkResponse({ description: '`created`: the play has ended with this report', schema: RECORDED })
  record(@CurrentSession() session: Session, @BodyOf(RecordListeningDto) body: RecordListeningDto) {
    return this.recordListening.execute(session, reportedPlay(body));
  }

  @Get('summary')
  @PermissionRequired('AccessCatalog', { bucket: 'write' })
  @ApiOperation({ summary: 'How much the user has listened; the last 30 days unless said otherwise' })
  @ApiOkResponse({ description: 'Sums over the days, both included', schema: SUMMARY })
  summary(
    @CurrentSession() session: Session,
    @DateQuery('start_date') start: number | undefined,
    @DateQuery('end_date') end: number | undefined,
  ) {
    return listeningSummary(this.database.reads, session.user_id, periodOf({ start, end }, this.clock.seconds()));
  }

  @Get('history')
  @PermissionRequired('AccessCatalog', { bucket: 'write' })
  @ApiOperation({ summary: 'What the user has listened to' })
  @ApiOkResponse({ description: 'One entry a track, the last played first', schema: HISTORY })
  history(@CurrentSession() session: Session, @IntQuery('limit', LIMIT) limit: number) {
    return listeningHistory(this.database.reads, session.user_id, limit);
  }

  @Get('events')
  @PermissionRequired('AccessCatalog', { bucket: 'write' })
  @ApiOperation({ summary: 'The plays of the user; of the last 30 days unless said otherwise' })
  @ApiOkResponse({ description: 'The last started first', schema: PLAYS })
  events(
    @CurrentSession() session: Session,
    @DateQuery('start_date') start: number | undefined,
    @DateQuery('end_date') end: number | undefined,
    @IntQuery('limit', LIMIT) limit: number,
    @IntQuery('offset', { default: 0 }) offset: number,
  ) {
    const period = periodOf({ start, end }, this.clock.seconds());
    return listPlays(this.database.reads, session.user_id, period, { limit, offset });
  }
}
