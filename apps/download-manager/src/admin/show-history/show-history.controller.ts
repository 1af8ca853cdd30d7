import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags, IntQuery, WordQuery } from '@pezzottify/http-edge';
import { MayRead } from '../admin-access.js';
import { timeRange } from '../time-range.js';
import { History } from './history.view.js';
import { type Period, PERIODS } from './periods.js';
import { ShowHistory } from './show-history.usecase.js';

@ApiTags('download admin')
@Controller('v1/download/admin/stats/history')
export class ShowHistoryController {
  constructor(private readonly showHistory: ShowHistory) {}

  @Get()
  @MayRead()
  @ApiOperation({ summary: 'What was downloaded, by UTC hours, days or weeks; empty ones are left out' })
  @ApiOkResponse({ type: History })
  show(
    @WordQuery('period', PERIODS, { default: 'daily' }) period: Period,
    @IntQuery('since') since?: number,
    @IntQuery('until') until?: number,
  ): Promise<History> {
    return this.showHistory.execute(period, timeRange(since, until));
  }
}
