import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags, IntQuery } from '@pezzottify/http-edge';
import { MAX_POPULAR } from '../jobs/popular-content/popular-content.js';
import { ShowPopularUsecase } from '../jobs/popular-content/show-popular.usecase.js';
import { ContentRead } from './content-read.js';
import { contentAnswer, POPULAR } from './content-schemas.js';

@ApiTags('content')
@Controller('v1/content/popular')
export class PopularController {
  constructor(private readonly showPopular: ShowPopularUsecase) {}

  @Get()
  @ContentRead()
  @ApiOperation({ summary: 'What has been played most' })
  @ApiOkResponse(contentAnswer('Most played first', POPULAR))
  popular(
    @IntQuery('albums_limit', { default: 10, cap: MAX_POPULAR }) albums: number,
    @IntQuery('artists_limit', { default: 10, cap: MAX_POPULAR }) artists: number,
  ): Promise<string> {
    return this.showPopular.execute({ albums, artists });
  }
}
