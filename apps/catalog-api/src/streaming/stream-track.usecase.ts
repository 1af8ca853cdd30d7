import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { CodedError } from '@pezzottify/contracts';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { contentCacheHeaders } from '../catalog/content-cache.js';
import { foundOr404 } from '../catalog/not-found.js';
import { TrackRepository } from '../storage/catalog/track.repository.js';
import { CONFIG } from '../tokens.js';
import { audioTypeOf } from './audio-type.js';
import { answerWithFile } from './file-answer.js';
import { leaveToNginx, nginxLocationOf } from './leave-to-nginx.js';
import { MediaFiles } from './media-files.js';
import { type OpenFile } from './open-file.js';

@Injectable()
export class StreamTrackUsecase {
  constructor(
    private readonly tracks: TrackRepository,
    private readonly files: MediaFiles,
    @Inject(CONFIG) private readonly config: Pick<Config, 'contentCacheAgeSec' | 'nginxMediaLocation'>,
  ) {}

  /** Resolves when the last byte is on its way or the client is gone, or once nginx was told to send them. */
  async execute(id: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { audioUri, format } = foundOr404('track', id, await this.tracks.audioOf(id));
    const file = availableOr404(id, await this.files.open(audioUri));
    try {
      const contentType = audioTypeOf(format, audioUri);
      const cacheHeaders = contentCacheHeaders(this.config.contentCacheAgeSec);
      const location = nginxLocationOf(this.config, request, audioUri);
      if (location === undefined) {
        await answerWithFile(request, reply, file, { cacheHeaders, contentType, acceptsRanges: true });
      } else {
        leaveToNginx(request, reply, file.size, { ...cacheHeaders, 'content-type': contentType, ...location });
      }
    } finally {
      file.release();
    }
  }
}

function availableOr404(id: string, file: OpenFile | undefined): OpenFile {
  if (file) return file;
  throw new CodedError('AUDIO_NOT_AVAILABLE', `the audio of the track ${JSON.stringify(id)} is not there`);
}
