import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags, IntQuery } from '@pezzottify/http-edge';
import { type Database } from '@pezzottify/persistence';
import { QueueItemView } from '../../intake/request-view/queue-item.view.js';
import { toQueueItem } from '../../intake/request-view/request-view.mapper.js';
import { failedItems } from '../../storage/views.repository.js';
import { QUEUE_DATABASE } from '../../tokens.js';
import { MayRead } from '../admin-access.js';

@ApiTags('download admin')
@Controller('v1/download/admin/failed')
export class ListFailedController {
  constructor(@Inject(QUEUE_DATABASE) private readonly database: Database) {}

  @Get()
  @MayRead()
  @ApiOperation({ summary: 'What failed, children included, the latest first' })
  @ApiOkResponse({ type: [QueueItemView] })
  async list(
    @IntQuery('limit', { default: 50, cap: 200 }) limit: number,
    @IntQuery('offset', { default: 0 }) offset: number,
  ): Promise<QueueItemView[]> {
    return (await failedItems(this.database.reads, { limit, offset })).map(toQueueItem);
  }
}
