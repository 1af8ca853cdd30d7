import { Controller, Get, UseInterceptors } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { PermissionRequired } from '@pezzottify/access';
import { IdParam } from '@pezzottify/http-edge';
import { AlbumRepository } from '../storage/catalog/album.repository.js';
import { ContentAnswer } from './content-answer.js';
import { ALBUM, ALBUM_RESOLVED } from './content-schemas.js';
import { foundOr404 } from './not-found.js';

@ApiTags('content')
@Controller('v1/content/album')
@UseInterceptors(ContentAnswer)
export class AlbumController {
  constructor(private readonly albums: AlbumRepository) {}

  @Get(':id')
  @PermissionRequired('AccessCatalog', { bucket: 'content-read' })
  @ApiOkResponse({ schema: ALBUM })
  async album(@IdParam('id') id: string): Promise<string> {
    return foundOr404('album', id, await this.albums.find(id));
  }

  @Get(':id/resolved')
  @PermissionRequired('AccessCatalog', { bucket: 'content-read' })
  @ApiOkResponse({ schema: ALBUM_RESOLVED })
  async resolved(@IdParam('id') id: string): Promise<string> {
    return foundOr404('album', id, await this.albums.resolved(id));
  }
}
