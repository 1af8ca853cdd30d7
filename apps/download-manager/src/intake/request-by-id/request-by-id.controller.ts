import { Controller, Get } from '@nestjs/common';
import { CurrentSession, PermissionRequired } from '@pezzottify/access';
import { type Session } from '@pezzottify/contracts';
import { ApiOkResponse, ApiTags, IdParam } from '@pezzottify/http-edge';
import { callerOf } from '../caller.js';
import { RequestView } from '../request-view/queue-item.view.js';
import { ReadRequest } from './request-by-id.usecase.js';

@ApiTags('downloads')
@Controller('v1/download/request')
export class RequestByIdController {
  constructor(private readonly readRequest: ReadRequest) {}

  @Get(':id')
  @PermissionRequired('RequestContent')
  @ApiOkResponse({ type: RequestView })
  get(@CurrentSession() session: Session, @IdParam('id') id: string): Promise<RequestView> {
    return this.readRequest.execute(callerOf(session), id);
  }
}
