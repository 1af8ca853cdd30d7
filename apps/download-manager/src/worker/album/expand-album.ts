import { type Logger } from '@pezzottify/observability';
import { type Provider } from '../../provider/provider.port.js';
import { type Catalog, type InPlace } from '../catalog.port.js';
import { type Attempt, type ItemWork, type Outcome, type WorkItem } from '../work-item.js';
import { type AlbumMetadata, fetchAlbumMetadata } from './album-metadata.js';
import { childrenOf } from './children.js';
import { toIngestRequest } from './ingest.mapper.js';
import { splitIngest } from './split-ingest.js';

const MAX_NAMES = 2000;

/** Metadata first: when the files come, their rows are there. What is left to fetch becomes the album's children. */
export class ExpandAlbum implements ItemWork {
  constructor(
    private readonly provider: Provider,
    private readonly catalog: Catalog,
    private readonly logger: Logger,
  ) {}

  async execute(item: WorkItem, { signal }: Attempt): Promise<Outcome> {
    const metadata = await fetchAlbumMetadata(this.provider, item.contentId, signal);
    const { unknownArtistIds } = metadata;
    if (unknownArtistIds.length > 0) {
      this.logger.warn({ itemId: item.id, unknownArtistIds }, 'artists without a name are left out');
    }
    const inPlace = await this.ingest(metadata, signal);
    return {
      kind: 'expanded',
      albumName: metadata.album.name,
      artistName: artistName(metadata),
      children: childrenOf(metadata, inPlace),
    };
  }

  private async ingest(metadata: AlbumMetadata, signal: AbortSignal): Promise<InPlace> {
    const [trackIds, imageIds] = [new Set<string>(), new Set<string>()];
    for (const part of splitIngest(toIngestRequest(metadata))) {
      const reply = await this.catalog.ingestAlbum(part, signal);
      for (const id of reply.trackIds) trackIds.add(id);
      for (const id of reply.imageIds) imageIds.add(id);
    }
    return { trackIds, imageIds };
  }
}

function artistName({ album, artists }: AlbumMetadata): string {
  const names = album.artistIds.flatMap((id) => artists.get(id)?.name ?? []);
  return names.join(', ').slice(0, MAX_NAMES).toWellFormed();
}
