import { Injectable } from '@nestjs/common';
import { type DownloadStatus } from '@pezzottify/contracts';
import { AcceptAlbums } from '../accept-albums/accept-albums.js';
import { CatalogPresence } from '../accept-albums/catalog-presence.js';
import { type WantedAlbum } from '../accept-albums/judge-albums.js';

export interface AlbumRequested {
  readonly requestId: string;
  readonly status: DownloadStatus;
  readonly position: number | null;
}

/** Takes the wish of a user for an album. The provider is not asked: it may be away, the request waits for it. */
@Injectable()
export class RequestAlbum {
  constructor(
    private readonly presence: CatalogPresence,
    private readonly acceptAlbums: AcceptAlbums,
  ) {}

  async execute(userId: string, album: WantedAlbum): Promise<AlbumRequested> {
    const complete = await this.presence.completeAlbums([album.id]);
    const [verdict] = await this.acceptAlbums.execute({ userId, albums: [album], complete, requestType: 'album' });
    if (!verdict) throw new TypeError('an album without verdict');
    if (verdict.kind === 'refused') throw verdict.error;
    return verdict;
  }
}
