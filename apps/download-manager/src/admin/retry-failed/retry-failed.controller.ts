import { Controller, HttpCode, Post } from '@nestjs/common';
import { CurrentSession } from '@pezzottify/access';
import { type Session } from '@pezzottify/contracts';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags, BodyOf } from '@pezzottify/http-edge';
import { callerOf } from '../../intake/caller.js';
import { MayWrite } from '../admin-access.js';
import { MOST_AT_ONCE, RetryFailedBody } from './retry-failed.body.js';
import { toFailedFilter } from './failed-filter.mapper.js';
import { RetryFailed } from './retry-failed.usecase.js';

class RetriedAnswer {
  @ApiProperty() retried: number;
  @ApiProperty({ description: 'More fit the filter; asking again takes them.' }) has_more: boolean;
}

@ApiTags('download admin')
@Controller('v1/download/admin/retry')
export class RetryFailedController {
  constructor(private readonly retryFailed: RetryFailed) {}

  @Post()
  @HttpCode(200)
  @MayWrite()
  @ApiOperation({
    summary: 'Has everything tried again that failed and fits a filter; of equal content the latest only',
  })
  @ApiOkResponse({ type: RetriedAnswer })
  async retry(
    @CurrentSession() session: Session,
    @BodyOf(RetryFailedBody) body: RetryFailedBody,
  ): Promise<RetriedAnswer> {
    const command = { adminId: callerOf(session), filter: toFailedFilter(body), limit: body.limit ?? MOST_AT_ONCE };
    const { retried, hasMore } = await this.retryFailed.execute(command);
    return { retried, has_more: hasMore };
  }
}
