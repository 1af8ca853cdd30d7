import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags, IdParam } from '@pezzottify/http-edge';
import { AlbumRepository } from '../storage/catalog/album.repository.js';
import { ContentRead } from './content-read.js';
import { ALBUM, ALBUM_RESOLVED, contentAnswer } from './content-schemas.js';
import { foundOr404 } from './not-found.js';

@ApiTags('content')
@Controller('v1/content/album')
export class AlbumController {
  constructor(private readonly albums: AlbumRepository) {}

  @Get(':id')
  @ContentRead()
  @ApiOperation({ summary: 'One album' })
  @ApiOkResponse(contentAnswer('The album', ALBUM))
  async album(@IdParam('id') id: string): Promise<string> {
    return foundOr404('album', id, await this.albums.find(id));
  }

  @Get(':id/resolved')
  @ContentRead()
  @ApiOperation({ summary: 'One album with its artists, discs, tracks and cover' })
  @ApiOkResponse(contentAnswer('The album and what belongs to it', ALBUM_RESOLVED))
  async resolved(@IdParam('id') id: string): Promise<string> {
    return foundOr404('album', id, await this.albums.resolved(id));
  }
}
