import { Controller, Get } from '@nestjs/common';
import { CurrentSession, PermissionRequired } from '@pezzottify/access';
import { type Session } from '@pezzottify/contracts';
import { ApiOkResponse, ApiTags } from '@pezzottify/http-edge';
import { callerOf } from '../caller.js';
import { Limits } from './limits.mapper.js';
import { ReadLimits } from './limits.usecase.js';

@ApiTags('downloads')
@Controller('v1/download/limits')
export class LimitsController {
  constructor(private readonly readLimits: ReadLimits) {}

  @Get()
  @PermissionRequired('RequestContent')
  @ApiOkResponse({ type: Limits })
  get(@CurrentSession() session: Session): Promise<Limits> {
    return this.readLimits.execute(callerOf(session));
  }
}
