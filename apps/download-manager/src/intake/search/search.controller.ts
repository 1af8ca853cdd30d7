import { Controller, Get } from '@nestjs/common';
import { CurrentSession, PermissionRequired } from '@pezzottify/access';
import { type Session } from '@pezzottify/contracts';
import { ApiOkResponse, ApiProperty, ApiTags, Refuses, TextQuery, WordQuery } from '@pezzottify/http-edge';
import { type ProviderSearchType } from '../../provider/provider.port.js';
import { callerOf } from '../caller.js';
import { SearchResult } from './result.mapper.js';
import { Search } from './search.usecase.js';

class SearchAnswer {
  @ApiProperty({ type: [SearchResult] }) results: SearchResult[];
  @ApiProperty() total: number;
}

@ApiTags('downloads')
@Controller('v1/download/search')
export class SearchController {
  constructor(private readonly search: Search) {}

  @Get()
  @PermissionRequired('RequestContent')
  @Refuses('PROVIDER_ERROR', 'PROVIDER_TIMEOUT')
  @ApiOkResponse({ type: SearchAnswer })
  async find(
    @CurrentSession() session: Session,
    @TextQuery('q', { required: true }) query: string,
    @WordQuery('type', ['album', 'artist'], { default: 'album' }) type: ProviderSearchType,
  ): Promise<SearchAnswer> {
    const results = await this.search.execute(callerOf(session), query, type);
    return { results, total: results.length };
  }
}
