import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags, IntQuery } from '@pezzottify/http-edge';
import { MayRead } from '../admin-access.js';
import { ActivityView } from './activity.view.js';
import { ShowActivity } from './show-activity.usecase.js';

@ApiTags('download admin')
@Controller('v1/download/admin/activity')
export class ShowActivityController {
  constructor(private readonly showActivity: ShowActivity) {}

  @Get()
  @MayRead()
  @ApiOperation({ summary: 'What was downloaded in each of the latest hours' })
  @ApiOkResponse({ type: ActivityView })
  show(@IntQuery('hours', { default: 24, cap: 168 }) hours: number): Promise<ActivityView> {
    return this.showActivity.execute(hours);
  }
}
