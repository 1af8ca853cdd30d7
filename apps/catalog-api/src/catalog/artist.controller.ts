import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags, IdParam } from '@pezzottify/http-edge';
import { ArtistRepository } from '../storage/catalog/artist.repository.js';
import { ContentRead } from './content-read.js';
import { ARTIST_RESOLVED, contentAnswer, DISCOGRAPHY } from './content-schemas.js';
import { foundOr404 } from './not-found.js';

@ApiTags('content')
@Controller('v1/content/artist')
export class ArtistController {
  constructor(private readonly artists: ArtistRepository) {}

  @Get(':id')
  @ContentRead()
  @ApiOperation({ summary: 'One artist with image and related artists' })
  @ApiOkResponse(contentAnswer('The artist', ARTIST_RESOLVED))
  async artist(@IdParam('id') id: string): Promise<string> {
    return foundOr404('artist', id, await this.artists.resolved(id));
  }

  @Get(':id/discography')
  @ContentRead()
  @ApiOperation({ summary: 'Albums of an artist, and albums of others the artist plays on' })
  @ApiOkResponse(contentAnswer('Both lists, newest first and undated last', DISCOGRAPHY))
  async discography(@IdParam('id') id: string): Promise<string> {
    return foundOr404('artist', id, await this.artists.discography(id));
  }
}
