import { type DatabaseSpec } from '@pezzottify/persistence';
import { AlbumArtistEntity } from './entities/album-artist.entity.js';
import { AlbumImageEntity } from './entities/album-image.entity.js';
import { AlbumEntity } from './entities/album.entity.js';
import { ArtistImageEntity } from './entities/artist-image.entity.js';
import { ArtistEntity } from './entities/artist.entity.js';
import { CatalogBatchEntity } from './entities/catalog-batch.entity.js';
import { CatalogChangeEntity } from './entities/catalog-change.entity.js';
import { CatalogCountEntity } from './entities/catalog-count.entity.js';
import { ImageEntity } from './entities/image.entity.js';
import { RelatedArtistHintEntity } from './entities/related-artist-hint.entity.js';
import { RelatedArtistEntity } from './entities/related-artist.entity.js';
import { SearchItemEntity } from './entities/search-item.entity.js';
import { SearchSpellingEntity } from './entities/search-spelling.entity.js';
import { TrackArtistEntity } from './entities/track-artist.entity.js';
import { TrackEntity } from './entities/track.entity.js';
import { CatalogCounts1764100000000 } from './migrations/catalog-counts.migration.js';
import { ChangelogSummary1764200000000 } from './migrations/changelog-summary.migration.js';
import { FirstCatalog1764000000000 } from './migrations/first-catalog.migration.js';
import { RecordedFiles1764400000000 } from './migrations/recorded-files.migration.js';
import { ShorterWordLists1764500000000 } from './migrations/shorter-word-lists.migration.js';

/** catalog.db, as the storage contract describes it in section 1. */
export const catalogDatabase: DatabaseSpec = {
  name: 'catalog',
  fileName: 'catalog.db',
  entities: [
    AlbumArtistEntity,
    AlbumEntity,
    AlbumImageEntity,
    ArtistEntity,
    ArtistImageEntity,
    CatalogBatchEntity,
    CatalogChangeEntity,
    CatalogCountEntity,
    ImageEntity,
    RelatedArtistEntity,
    RelatedArtistHintEntity,
    SearchItemEntity,
    SearchSpellingEntity,
    TrackArtistEntity,
    TrackEntity,
  ],
  migrations: [
    FirstCatalog1764000000000,
    CatalogCounts1764100000000,
    ChangelogSummary1764200000000,
    RecordedFiles1764400000000,
    ShorterWordLists1764500000000,
  ],
};
