import { Controller, Get, UseInterceptors } from '@nestjs/common';
import { PermissionRequired } from '@pezzottify/access';
import { ApiOkResponse, ApiOperation, ApiTags, IdParam } from '@pezzottify/http-edge';
import { ArtistRepository } from '../storage/catalog/artist.repository.js';
import { ContentAnswer } from './content-answer.js';
import { ARTIST_RESOLVED, contentAnswer, DISCOGRAPHY } from './content-schemas.js';
import { foundOr404 } from './not-found.js';

@ApiTags('content')
@Controller('v1/content/artist')
@UseInterceptors(ContentAnswer)
export class ArtistController {
  constructor(private readonly artists: ArtistRepository) {}

  @Get(':id')
  @PermissionRequired('AccessCatalog', { bucket: 'content-read' })
  @ApiOperation({ summary: 'One artist with image and related artists' })
  @ApiOkResponse(contentAnswer('The artist', ARTIST_RESOLVED))
  async artist(@IdParam('id') id: string): Promise<string> {
    return foundOr404('artist', id, await this.artists.resolved(id));
  }

  @Get(':id/discography')
  @PermissionRequired('AccessCatalog', { bucket: 'content-read' })
  @ApiOperation({ summary: 'Albums of an artist, and albums of others the artist plays on' })
  @ApiOkResponse(contentAnswer('Both lists, newest first and undated last', DISCOGRAPHY))
  async discography(@IdParam('id') id: string): Promise<string> {
    return foundOr404('artist', id, await this.artists.discography(id));
  }
}
