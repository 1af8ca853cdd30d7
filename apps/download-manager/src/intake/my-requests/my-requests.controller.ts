import { Controller, Get } from '@nestjs/common';
import { CurrentSession, PermissionRequired } from '@pezzottify/access';
import { type Session } from '@pezzottify/contracts';
import { ApiOkResponse, ApiTags, IntQuery } from '@pezzottify/http-edge';
import { callerOf } from '../caller.js';
import { MyRequests, ReadMyRequests } from './my-requests.usecase.js';

@ApiTags('downloads')
@Controller('v1/download/my-requests')
export class MyRequestsController {
  constructor(private readonly readMyRequests: ReadMyRequests) {}

  @Get()
  @PermissionRequired('RequestContent')
  @ApiOkResponse({ type: MyRequests })
  list(
    @CurrentSession() session: Session,
    @IntQuery('limit', { default: 50, cap: 200 }) limit: number,
    @IntQuery('offset', { default: 0 }) offset: number,
  ): Promise<MyRequests> {
    return this.readMyRequests.execute(callerOf(session), { limit, offset });
  }
}
