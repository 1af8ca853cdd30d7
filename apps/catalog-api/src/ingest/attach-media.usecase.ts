import { Injectable } from '@nestjs/common';
import { type CatalogAttachReply, type CatalogAttachRequest } from '@pezzottify/contracts';
import { CatalogWriter } from '../catalog/changelog/catalog-writer.js';
import { attachMedia } from '../storage/catalog/ingest/media-rows.js';
import { refusalOfMedia } from './refusal-of.js';

/** Makes a stored file playable or visible. Asked again with the same file it changes nothing. */
@Injectable()
export class AttachMediaUsecase {
  constructor(private readonly writer: CatalogWriter) {}

  async execute(media: CatalogAttachRequest): Promise<CatalogAttachReply> {
    const reason = refusalOfMedia(media);
    if (reason !== undefined) return { kind: 'refused', reason };
    const touched = media.kind === 'image' ? { image: [media.id] } : { track: [media.id] };
    const isKnown = await this.writer.write(touched, (tx) => attachMedia(tx, media));
    return { kind: isKnown ? 'attached' : 'unknown_entity' };
  }
}
