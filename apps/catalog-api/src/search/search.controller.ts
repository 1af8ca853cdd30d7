import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { SessionRequired } from '@pezzottify/access';
import { BodyOf } from '@pezzottify/http-edge';
import { SearchCatalogUsecase } from './search-catalog.usecase.js';
import { SearchRequest } from './search-request.js';
import { shownResults } from './search-results.mapper.js';
import { SEARCH_RESULTS } from './search-schemas.js';

@ApiTags('content')
@Controller('v1/content/search')
export class SearchController {
  constructor(private readonly searchCatalog: SearchCatalogUsecase) {}

  @Post()
  @HttpCode(200)
  @SessionRequired({ bucket: 'search' })
  @ApiOkResponse({ schema: SEARCH_RESULTS })
  async search(@BodyOf(SearchRequest) request: SearchRequest): Promise<unknown[]> {
    const hits = await this.searchCatalog.execute(request.query, request.types);
    return shownResults(hits, request.isResolved);
  }
}
