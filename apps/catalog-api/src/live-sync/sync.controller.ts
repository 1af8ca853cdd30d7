import { Controller, Get, Inject } from '@nestjs/common';
import { CurrentSession, PermissionRequired } from '@pezzottify/access';
import { type Session } from '@pezzottify/contracts';
import { ApiOkResponse, ApiOperation, ApiTags, IntQuery, Refuses } from '@pezzottify/http-edge';
import { READ_SYNC } from '../tokens.js';
import { type ReadSync } from './read-sync.usecase.js';
import { EVENTS, STATE } from './sync-schemas.js';

@ApiTags('sync')
@Controller('v1/sync')
export class SyncController {
  constructor(@Inject(READ_SYNC) private readonly sync: ReadSync) {}

  @Get('state')
  @PermissionRequired('AccessCatalog', { bucket: 'user-read' })
  @ApiOperation({ summary: 'Everything a device keeps a copy of, with the seq it stands for' })
  @ApiOkResponse({ description: 'One consistent read', schema: STATE })
  state(@CurrentSession() session: Session) {
    return this.sync.state(session);
  }

  @Get('events')
  @PermissionRequired('AccessCatalog', { bucket: 'user-read' })
  @ApiOperation({ summary: 'Events after `since`, ascending; 410 when some of them are no longer stored' })
  @ApiOkResponse({ description: 'The events, and the highest seq ever given', schema: EVENTS })
  @Refuses('EVENTS_PRUNED')
  events(
    @CurrentSession() session: Session,
    @IntQuery('since', { required: true, min: Number.MIN_SAFE_INTEGER }) since: number,
  ) {
    return this.sync.events(session, since);
  }
}
