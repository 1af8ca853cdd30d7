import { Controller, Delete, HttpCode } from '@nestjs/common';
import { CurrentSession, PermissionRequired } from '@pezzottify/access';
import { type Session } from '@pezzottify/contracts';
import { ApiNoContentResponse, ApiTags, IdParam, Refuses } from '@pezzottify/http-edge';
import { callerOf } from '../caller.js';
import { CancelRequest } from './cancel-request.usecase.js';

@ApiTags('downloads')
@Controller('v1/download/request')
export class CancelRequestController {
  constructor(private readonly cancelRequest: CancelRequest) {}

  @Delete(':id')
  @HttpCode(204)
  @PermissionRequired('RequestContent')
  @Refuses('REQUEST_FINISHED')
  @ApiNoContentResponse()
  cancel(@CurrentSession() session: Session, @IdParam('id') id: string): Promise<void> {
    return this.cancelRequest.execute(callerOf(session), id);
  }
}
