import { Controller, HttpCode, Post } from '@nestjs/common';
import { SessionRequired } from '@pezzottify/access';
import { AnswersJsonText, ApiOkResponse, ApiOperation, ApiTags, BodyOf } from '@pezzottify/http-edge';
import { SearchCatalogUsecase } from './search-catalog.usecase.js';
import { SearchRequest } from './search-request.js';
import { SEARCH_RESULTS } from './search-schemas.js';

@ApiTags('content')
@Controller('v1/content/search')
export class SearchController {
  constructor(private readonly searchCatalog: SearchCatalogUsecase) {}

  @Post()
  @HttpCode(200)
  @AnswersJsonText()
  @SessionRequired({ bucket: 'search' })
  @ApiOperation({ summary: 'Artists, albums and tracks by name, tolerant of typos and accents' })
  @ApiOkResponse({ description: 'At most 30, best first; in full when `resolve` is true', schema: SEARCH_RESULTS })
  search(@BodyOf(SearchRequest) { query, types, isResolved }: SearchRequest): Promise<string> {
    return this.searchCatalog.execute(query, types, isResolved);
  }
}
