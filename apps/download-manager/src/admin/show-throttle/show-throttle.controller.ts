import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@pezzottify/http-edge';
import { MayRead } from '../admin-access.js';
import { ShowThrottle } from './show-throttle.usecase.js';
import { ThrottleView } from './throttle.view.js';

@ApiTags('download admin')
@Controller('v1/download/admin/throttle')
export class ShowThrottleController {
  constructor(private readonly showThrottle: ShowThrottle) {}

  @Get()
  @MayRead()
  @ApiOperation({ summary: 'The bandwidth limits and what counts against them' })
  @ApiOkResponse({ type: ThrottleView })
  show(): Promise<ThrottleView> {
    return this.showThrottle.execute();
  }
}
