import { Controller, Get, UseInterceptors } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { PermissionRequired } from '@pezzottify/access';
import { IdParam } from '@pezzottify/http-edge';
import { TrackRepository } from '../storage/catalog/track.repository.js';
import { ContentAnswer } from './content-answer.js';
import { TRACK, TRACK_RESOLVED } from './content-schemas.js';
import { foundOr404 } from './not-found.js';

@ApiTags('content')
@Controller('v1/content/track')
@UseInterceptors(ContentAnswer)
export class TrackController {
  constructor(private readonly tracks: TrackRepository) {}

  @Get(':id')
  @PermissionRequired('AccessCatalog', { bucket: 'content-read' })
  @ApiOkResponse({ schema: TRACK })
  async track(@IdParam('id') id: string): Promise<string> {
    return foundOr404('track', id, await this.tracks.find(id));
  }

  @Get(':id/resolved')
  @PermissionRequired('AccessCatalog', { bucket: 'content-read' })
  @ApiOkResponse({ schema: TRACK_RESOLVED })
  async resolved(@IdParam('id') id: string): Promise<string> {
    return foundOr404('track', id, await this.tracks.resolved(id));
  }
}
