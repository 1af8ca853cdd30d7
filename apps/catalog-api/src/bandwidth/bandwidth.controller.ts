import { Controller, Get } from '@nestjs/common';
import { PermissionRequired } from '@pezzottify/access';
import { ApiOkResponse, ApiOperation, ApiTags, DateQuery, IdParam } from '@pezzottify/http-edge';
import { daysBetween } from '../utc-days.js';
import { BANDWIDTH_SUMMARY, BANDWIDTH_USAGE } from './bandwidth-schemas.js';
import { summaryJson, usageJson } from './bandwidth.mapper.js';
import { ReadBandwidthUsecase } from './read-bandwidth.usecase.js';

const required = { required: true };
const MayRead = () => PermissionRequired(['ManagePermissions', 'ViewAnalytics'], { bucket: 'user-read' });

@ApiTags('bandwidth')
@Controller('v1/admin/bandwidth')
export class BandwidthController {
  constructor(private readonly bandwidth: ReadBandwidthUsecase) {}

  @Get('summary')
  @MayRead()
  @ApiOperation({ summary: 'What all users were sent, by category' })
  @ApiOkResponse({ description: 'The sums; user_id is null', schema: BANDWIDTH_SUMMARY })
  async summary(@DateQuery('start_date', required) start: number, @DateQuery('end_date', required) end: number) {
    return summaryJson(await this.bandwidth.summary(daysBetween(start, end), null));
  }

  @Get('usage')
  @MayRead()
  @ApiOperation({ summary: 'What each user was sent on each day, by category' })
  @ApiOkResponse({ description: 'By user, the newest day first, by category', schema: BANDWIDTH_USAGE })
  async usage(@DateQuery('start_date', required) start: number, @DateQuery('end_date', required) end: number) {
    return (await this.bandwidth.usage(daysBetween(start, end), null)).map(usageJson);
  }

  @Get('users/:handle/summary')
  @MayRead()
  @ApiOperation({ summary: 'What one user was sent, by category' })
  @ApiOkResponse({ description: 'The sums', schema: BANDWIDTH_SUMMARY })
  async summaryOfUser(
    @DateQuery('start_date', required) start: number,
    @DateQuery('end_date', required) end: number,
    @IdParam('handle') handle: string,
  ) {
    return summaryJson(await this.bandwidth.summary(daysBetween(start, end), handle));
  }

  @Get('users/:handle/usage')
  @MayRead()
  @ApiOperation({ summary: 'What one user was sent on each day, by category' })
  @ApiOkResponse({ description: 'The newest day first, by category', schema: BANDWIDTH_USAGE })
  async usageOfUser(
    @DateQuery('start_date', required) start: number,
    @DateQuery('end_date', required) end: number,
    @IdParam('handle') handle: string,
  ) {
    return (await this.bandwidth.usage(daysBetween(start, end), handle)).map(usageJson);
  }
}
