import { Controller, Get } from '@nestjs/common';
import { DOWNLOAD_STATUSES, type DownloadStatus } from '@pezzottify/contracts';
import { ApiOkResponse, ApiOperation, ApiTags, BoolQuery, IntQuery, TextQuery, WordQuery } from '@pezzottify/http-edge';
import { MayRead } from '../admin-access.js';
import { ListRequests } from './list-requests.usecase.js';
import { ListedItems } from './listed-item.view.js';

@ApiTags('download admin')
@Controller('v1/download/admin/requests')
export class ListRequestsController {
  constructor(private readonly listRequests: ListRequests) {}

  @Get()
  @MayRead()
  @ApiOperation({ summary: 'Items of everyone: active ones as they are in line, then finished ones, the latest first' })
  @ApiOkResponse({ type: ListedItems })
  async list(
    @WordQuery('status', DOWNLOAD_STATUSES, { ignoreCase: true }) status: DownloadStatus | undefined,
    @TextQuery('user_id') userId: string | undefined,
    @BoolQuery('exclude_completed', { default: false }) excludeCompleted: boolean,
    @BoolQuery('top_level_only', { default: false }) topLevelOnly: boolean,
    @IntQuery('limit', { default: 50, cap: 200 }) limit: number,
    @IntQuery('offset', { default: 0 }) offset: number,
  ): Promise<ListedItems> {
    const filter = { status, userId, excludeCompleted, topLevelOnly };
    return { items: await this.listRequests.execute(filter, { limit, offset }) };
  }
}
