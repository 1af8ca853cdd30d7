import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { contentCacheHeaders } from '../catalog/content-cache.js';
import { foundOr404 } from '../catalog/not-found.js';
import { ImageRepository } from '../storage/catalog/image.repository.js';
import { answerWithFile } from '../streaming/file-answer.js';
import { MediaFiles } from '../streaming/media-files.js';
import { type OpenFile } from '../streaming/open-file.js';
import { CONFIG } from '../tokens.js';
import { IMAGE_HEAD_BYTES, imageTypeOf } from './image-type.js';
import { uriWithoutRow } from './uri-without-row.js';

@Injectable()
export class ShowImageUsecase {
  constructor(
    private readonly images: ImageRepository,
    private readonly files: MediaFiles,
    @Inject(CONFIG) private readonly config: Pick<Config, 'contentCacheAgeSec'>,
  ) {}

  /** Resolves when the last byte is on its way or the client is gone. */
  async execute(id: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const uri = foundOr404('image', id, (await this.images.uriOf(id)) ?? uriWithoutRow(id));
    const file = foundOr404('image', id, await this.files.open(uri));
    try {
      const contentType = foundOr404('image', id, imageTypeOf(await headOf(file)));
      await answerWithFile(request, reply, file, { cacheHeaders: this.headers(), contentType, acceptsRanges: false });
    } finally {
      file.release();
    }
  }

  private headers(): Record<string, string> {
    return { ...contentCacheHeaders(this.config.contentCacheAgeSec), 'x-content-type-options': 'nosniff' };
  }
}

async function headOf(file: OpenFile): Promise<Buffer> {
  const head = Buffer.alloc(IMAGE_HEAD_BYTES);
  return head.subarray(0, await file.read(head, IMAGE_HEAD_BYTES, 0));
}
