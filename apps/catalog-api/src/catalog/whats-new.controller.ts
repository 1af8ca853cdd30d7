import { Controller, Get, UseInterceptors } from '@nestjs/common';
import { PermissionRequired } from '@pezzottify/access';
import { ApiOkResponse, ApiOperation, ApiTags, IntQuery } from '@pezzottify/http-edge';
import { BatchesUsecase, MOST_NEWS } from './changelog/batches.usecase.js';
import { WHATS_NEW } from './changelog/changelog-schemas.js';
import { ContentAnswer } from './content-answer.js';
import { contentAnswer } from './content-schemas.js';

@ApiTags('content')
@Controller('v1/content/whatsnew')
@UseInterceptors(ContentAnswer)
export class WhatsNewController {
  constructor(private readonly batches: BatchesUsecase) {}

  @Get()
  @PermissionRequired('AccessCatalog', { bucket: 'content-read' })
  @ApiOperation({ summary: 'What came, changed and went, by finished batch of changes' })
  @ApiOkResponse(contentAnswer('The batch closed last comes first', WHATS_NEW))
  whatsNew(@IntQuery('limit', { default: 10, cap: MOST_NEWS }) limit: number): Promise<string> {
    return this.batches.whatsNew(limit);
  }
}
