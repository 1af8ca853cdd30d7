import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags, IntQuery } from '@pezzottify/http-edge';
import { BatchesUsecase, MOST_NEWS } from './changelog/batches.usecase.js';
import { WHATS_NEW } from './changelog/changelog-schemas.js';
import { ContentRead } from './content-read.js';
import { contentAnswer } from './content-schemas.js';

@ApiTags('content')
@Controller('v1/content/whatsnew')
export class WhatsNewController {
  constructor(private readonly batches: BatchesUsecase) {}

  @Get()
  @ContentRead()
  @ApiOperation({ summary: 'What came, changed and went, by finished batch of changes' })
  @ApiOkResponse(contentAnswer('The batch closed last comes first', WHATS_NEW))
  whatsNew(@IntQuery('limit', { default: 10, cap: MOST_NEWS }) limit: number): Promise<string> {
    return this.batches.whatsNew(limit);
  }
}
