import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { PermissionRequired } from '@pezzottify/access';
import { IdParam } from '@pezzottify/http-edge';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { FILE_BYTES, NOT_MODIFIED } from '../streaming/file-responses.js';
import { ShowImageUsecase } from './show-image.usecase.js';

@ApiTags('content')
@Controller('v1/content/image')
export class ImageController {
  constructor(private readonly showImage: ShowImageUsecase) {}

  @Get(':id')
  @PermissionRequired('AccessCatalog', { bucket: 'content-read' })
  @ApiProduces('image/jpeg', 'image/png', 'image/webp', 'image/gif')
  @ApiOkResponse({ schema: FILE_BYTES })
  @ApiResponse(NOT_MODIFIED)
  image(@IdParam('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.showImage.execute(id, request, reply);
  }
}
