import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags, IntQuery } from '@pezzottify/http-edge';
import { MayRead } from '../../admin/admin-access.js';
import { FindingPage } from './finding.view.js';
import { ListFindings } from './list-findings.usecase.js';

@ApiTags('download admin')
@Controller('v1/download/admin/watchdog/findings')
export class ListFindingsController {
  constructor(private readonly listFindings: ListFindings) {}

  @Get()
  @MayRead()
  @ApiOperation({
    summary: 'Files that are missing or damaged, the latest found first, with the state of their repair',
  })
  @ApiOkResponse({ type: FindingPage })
  list(
    @IntQuery('limit', { default: 50, cap: 200 }) limit: number,
    @IntQuery('offset', { default: 0 }) offset: number,
  ): Promise<FindingPage> {
    return this.listFindings.execute({ limit, offset });
  }
}
