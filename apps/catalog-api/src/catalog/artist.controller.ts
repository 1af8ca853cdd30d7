import { Controller, Get, UseInterceptors } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { PermissionRequired } from '@pezzottify/access';
import { IdParam } from '@pezzottify/http-edge';
import { ArtistRepository } from '../storage/catalog/artist.repository.js';
import { ContentAnswer } from './content-answer.js';
import { ARTIST_RESOLVED, DISCOGRAPHY } from './content-schemas.js';
import { foundOr404 } from './not-found.js';

@ApiTags('content')
@Controller('v1/content/artist')
@UseInterceptors(ContentAnswer)
export class ArtistController {
  constructor(private readonly artists: ArtistRepository) {}

  @Get(':id')
  @PermissionRequired('AccessCatalog', { bucket: 'content-read' })
  @ApiOkResponse({ schema: ARTIST_RESOLVED })
  async artist(@IdParam('id') id: string): Promise<string> {
    return foundOr404('artist', id, await this.artists.resolved(id));
  }

  @Get(':id/discography')
  @PermissionRequired('AccessCatalog', { bucket: 'content-read' })
  @ApiOkResponse({ schema: DISCOGRAPHY })
  async discography(@IdParam('id') id: string): Promise<string> {
    return foundOr404('artist', id, await this.artists.discography(id));
  }
}
