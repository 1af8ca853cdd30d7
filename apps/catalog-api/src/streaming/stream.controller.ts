import { Controller, Get, Req, Res } from '@nestjs/common';
import { PermissionRequired } from '@pezzottify/access';
import { ApiOperation, ApiProduces, ApiTags, IdParam, Refuses } from '@pezzottify/http-edge';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { DescribesFileInRanges } from './file-responses.js';
import { StreamTrackUsecase } from './stream-track.usecase.js';

@ApiTags('content')
@Controller('v1/content/stream')
export class StreamController {
  constructor(private readonly streamTrack: StreamTrackUsecase) {}

  @Get(':id')
  @PermissionRequired('AccessCatalog', { bucket: 'stream' })
  @ApiOperation({ summary: 'The audio of a track, whole or one range of it' })
  @ApiProduces(
    'audio/ogg',
    'audio/mpeg',
    'audio/flac',
    'audio/mp4',
    'audio/aac',
    'audio/wav',
    'application/octet-stream',
  )
  @DescribesFileInRanges('The whole file')
  @Refuses('AUDIO_NOT_AVAILABLE')
  stream(@IdParam('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.streamTrack.execute(id, request, reply);
  }
}
