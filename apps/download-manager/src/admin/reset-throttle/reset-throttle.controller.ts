import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@pezzottify/http-edge';
import { MayWrite } from '../admin-access.js';
import { ThrottleView } from '../show-throttle/throttle.view.js';
import { ResetThrottle } from './reset-throttle.usecase.js';

@ApiTags('download admin')
@Controller('v1/download/admin/throttle/reset')
export class ResetThrottleController {
  constructor(private readonly resetThrottle: ResetThrottle) {}

  @Post()
  @HttpCode(200)
  @MayWrite()
  @ApiOperation({ summary: 'Begins to count bandwidth anew' })
  @ApiOkResponse({ type: ThrottleView })
  reset(): Promise<ThrottleView> {
    return this.resetThrottle.execute();
  }
}
