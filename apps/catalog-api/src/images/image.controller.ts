import { Controller, Get, Req, Res } from '@nestjs/common';
import { PermissionRequired } from '@pezzottify/access';
import { ApiOperation, ApiProduces, ApiTags, IdParam } from '@pezzottify/http-edge';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { DescribesFile } from '../streaming/file-responses.js';
import { ShowImageUsecase } from './show-image.usecase.js';

@ApiTags('content')
@Controller('v1/content/image')
export class ImageController {
  constructor(private readonly showImage: ShowImageUsecase) {}

  @Get(':id')
  @PermissionRequired('AccessCatalog', { bucket: 'content-read' })
  @ApiOperation({ summary: 'The bytes of an image' })
  @ApiProduces('image/jpeg', 'image/png', 'image/webp', 'image/gif')
  @DescribesFile('The image')
  image(@IdParam('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.showImage.execute(id, request, reply);
  }
}
