import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags, IdParam } from '@pezzottify/http-edge';
import { TrackRepository } from '../storage/catalog/track.repository.js';
import { ContentRead } from './content-read.js';
import { contentAnswer, TRACK, TRACK_RESOLVED } from './content-schemas.js';
import { foundOr404 } from './not-found.js';

@ApiTags('content')
@Controller('v1/content/track')
export class TrackController {
  constructor(private readonly tracks: TrackRepository) {}

  @Get(':id')
  @ContentRead()
  @ApiOperation({ summary: 'One track' })
  @ApiOkResponse(contentAnswer('The track', TRACK))
  async track(@IdParam('id') id: string): Promise<string> {
    return foundOr404('track', id, await this.tracks.find(id));
  }

  @Get(':id/resolved')
  @ContentRead()
  @ApiOperation({ summary: 'One track with its album and credits' })
  @ApiOkResponse(contentAnswer('The track and what belongs to it', TRACK_RESOLVED))
  async resolved(@IdParam('id') id: string): Promise<string> {
    return foundOr404('track', id, await this.tracks.resolved(id));
  }
}
