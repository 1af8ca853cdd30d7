import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@pezzottify/http-edge';
import { MayRead } from '../../admin/admin-access.js';
import { ShowWatchdog } from './show-watchdog.usecase.js';
import { WatchdogView } from './watchdog.view.js';

@ApiTags('download admin')
@Controller('v1/download/admin/watchdog')
export class ShowWatchdogController {
  constructor(private readonly showWatchdog: ShowWatchdog) {}

  @Get()
  @MayRead()
  @ApiOperation({ summary: 'The last scan of the integrity watchdog, and how far the reading of all files has come' })
  @ApiOkResponse({ type: WatchdogView })
  show(): Promise<WatchdogView> {
    return this.showWatchdog.execute();
  }
}
