import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { PermissionRequired } from '@pezzottify/access';
import { IdParam } from '@pezzottify/http-edge';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { FILE_BYTES, NOT_MODIFIED, PARTIAL_CONTENT } from './file-responses.js';
import { StreamTrackUsecase } from './stream-track.usecase.js';

@ApiTags('content')
@Controller('v1/content/stream')
export class StreamController {
  constructor(private readonly streamTrack: StreamTrackUsecase) {}

  @Get(':id')
  @PermissionRequired('AccessCatalog', { bucket: 'stream' })
  @ApiProduces('audio/ogg', 'audio/mpeg', 'audio/flac', 'audio/mp4', 'audio/aac', 'audio/wav')
  @ApiOkResponse({ schema: FILE_BYTES })
  @ApiResponse(PARTIAL_CONTENT)
  @ApiResponse(NOT_MODIFIED)
  stream(@IdParam('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.streamTrack.execute(id, request, reply);
  }
}
