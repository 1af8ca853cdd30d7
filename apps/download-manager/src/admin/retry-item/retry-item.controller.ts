import { Controller, HttpCode, Post } from '@nestjs/common';
import { CurrentSession } from '@pezzottify/access';
import { type Session } from '@pezzottify/contracts';
import { ApiOkResponse, ApiOperation, ApiTags, BoolQuery, IdParam, Refuses } from '@pezzottify/http-edge';
import { callerOf } from '../../intake/caller.js';
import { MayWrite } from '../admin-access.js';
import { RetryItem } from './retry-item.usecase.js';

@ApiTags('download admin')
@Controller('v1/download/admin/retry')
export class RetryItemController {
  constructor(private readonly retryItem: RetryItem) {}

  @Post(':id')
  @HttpCode(200)
  @MayWrite()
  @Refuses('NOT_ELIGIBLE')
  @ApiOperation({ summary: 'Has a failed item tried again; with force also one that waits or is being worked on' })
  @ApiOkResponse({ description: 'It waits in the queue again' })
  retry(
    @CurrentSession() session: Session,
    @IdParam('id') itemId: string,
    @BoolQuery('force', { default: false }) isForced: boolean,
  ): Promise<void> {
    return this.retryItem.execute({ adminId: callerOf(session), itemId, isForced });
  }
}
