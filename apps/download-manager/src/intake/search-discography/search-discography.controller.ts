import { Controller, Get } from '@nestjs/common';
import { CurrentSession, PermissionRequired } from '@pezzottify/access';
import { type Session } from '@pezzottify/contracts';
import { ApiOkResponse, ApiProperty, ApiTags, IdParam, Refuses } from '@pezzottify/http-edge';
import { callerOf } from '../caller.js';
import { SearchResult } from '../search/result.mapper.js';
import { SearchDiscography } from './search-discography.usecase.js';

class DiscographyAnswer {
  @ApiProperty() artist: SearchResult;
  @ApiProperty({ type: [SearchResult] }) albums: SearchResult[];
}

@ApiTags('downloads')
@Controller('v1/download/search/discography')
export class SearchDiscographyController {
  constructor(private readonly searchDiscography: SearchDiscography) {}

  @Get(':artist_id')
  @PermissionRequired('RequestContent')
  @Refuses('PROVIDER_ERROR', 'PROVIDER_TIMEOUT')
  @ApiOkResponse({ type: DiscographyAnswer })
  find(@CurrentSession() session: Session, @IdParam('artist_id') artistId: string): Promise<DiscographyAnswer> {
    return this.searchDiscography.execute(callerOf(session), artistId);
  }
}
