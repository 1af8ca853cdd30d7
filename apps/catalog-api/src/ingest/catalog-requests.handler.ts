import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { type MessageBus } from '@pezzottify/messaging';
import { MESSAGE_BUS } from '../tokens.js';
import { AttachMediaUsecase } from './attach-media.usecase.js';
import { IngestAlbumUsecase } from './ingest-album.usecase.js';
import { ListMediaUsecase } from './list-media.usecase.js';
import { LookUpPresenceUsecase } from './look-up-presence.usecase.js';

/** What the other services ask of the catalog. */
@Injectable()
export class CatalogRequestsHandler implements OnModuleInit {
  constructor(
    @Inject(MESSAGE_BUS) private readonly bus: MessageBus,
    private readonly lookUpPresence: LookUpPresenceUsecase,
    private readonly ingestAlbum: IngestAlbumUsecase,
    private readonly attachMedia: AttachMediaUsecase,
    private readonly listMedia: ListMediaUsecase,
  ) {}

  onModuleInit(): void {
    this.bus.handle('catalog.look-up-presence', (asked) => this.lookUpPresence.execute(asked));
    this.bus.handle('catalog.ingest-album', (metadata) => this.ingestAlbum.execute(metadata));
    this.bus.handle('catalog.attach-media', (media) => this.attachMedia.execute(media));
    this.bus.handle('catalog.list-media', (asked) => this.listMedia.execute(asked));
    this.bus.handle('catalog.describe-media', (asked) => this.listMedia.describe(asked));
  }
}
