import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@pezzottify/http-edge';
import { MayRead } from '../admin-access.js';
import { ShowStats } from './show-stats.usecase.js';
import { Stats } from './stats.view.js';

@ApiTags('download admin')
@Controller('v1/download/admin/stats')
export class ShowStatsController {
  constructor(private readonly showStats: ShowStats) {}

  @Get()
  @MayRead()
  @ApiOperation({ summary: 'The downloader, the queue, the album limits and how work goes' })
  @ApiOkResponse({ type: Stats })
  show(): Promise<Stats> {
    return this.showStats.execute();
  }
}
