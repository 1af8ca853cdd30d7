import { Module } from '@nestjs/common';
import { ImageController } from '../images/image.controller.js';
import { ShowImageUsecase } from '../images/show-image.usecase.js';
import { AttachMediaUsecase } from '../ingest/attach-media.usecase.js';
import { CatalogRequestsHandler } from '../ingest/catalog-requests.handler.js';
import { IngestAlbumUsecase } from '../ingest/ingest-album.usecase.js';
import { ListMediaUsecase } from '../ingest/list-media.usecase.js';
import { LookUpPresenceUsecase } from '../ingest/look-up-presence.usecase.js';
import { ComputePopularUsecase } from '../jobs/popular-content/compute-popular.usecase.js';
import { PopularContentJob } from '../jobs/popular-content/popular-content.job.js';
import { ShowPopularUsecase } from '../jobs/popular-content/show-popular.usecase.js';
import { SearchCatalogUsecase } from '../search/search-catalog.usecase.js';
import { SearchController } from '../search/search.controller.js';
import { AlbumRepository } from '../storage/catalog/album.repository.js';
import { ArtistRepository } from '../storage/catalog/artist.repository.js';
import { ImageRepository } from '../storage/catalog/image.repository.js';
import { PopularRepository } from '../storage/catalog/popular.repository.js';
import { SearchAnswerRepository } from '../storage/catalog/search-answer.repository.js';
import { SearchRepository } from '../storage/catalog/search.repository.js';
import { TrackRepository } from '../storage/catalog/track.repository.js';
import { MediaFiles } from '../streaming/media-files.js';
import { StreamTrackUsecase } from '../streaming/stream-track.usecase.js';
import { StreamController } from '../streaming/stream.controller.js';
import { AlbumController } from './album.controller.js';
import { ArtistController } from './artist.controller.js';
import { CatalogCollector } from './catalog.collector.js';
import { BatchesUsecase } from './changelog/batches.usecase.js';
import { CatalogWriter } from './changelog/catalog-writer.js';
import { ChangelogCollector } from './changelog/changelog.collector.js';
import { ChangelogController } from './changelog/changelog.controller.js';
import { IdleBatches } from './changelog/idle-batches.js';
import { EditAlbumController } from './editing/edit-album.controller.js';
import { EditArtistController } from './editing/edit-artist.controller.js';
import { EditCatalogUsecase } from './editing/edit-catalog.usecase.js';
import { EditImageController } from './editing/edit-image.controller.js';
import { EditTrackController } from './editing/edit-track.controller.js';
import { PopularController } from './popular.controller.js';
import { TrackController } from './track.controller.js';
import { WhatsNewController } from './whats-new.controller.js';

const repositories = [
  AlbumRepository,
  ArtistRepository,
  ImageRepository,
  PopularRepository,
  SearchRepository,
  SearchAnswerRepository,
  TrackRepository,
];

const useCases = [
  AttachMediaUsecase,
  BatchesUsecase,
  ComputePopularUsecase,
  EditCatalogUsecase,
  IngestAlbumUsecase,
  ListMediaUsecase,
  LookUpPresenceUsecase,
  SearchCatalogUsecase,
  ShowImageUsecase,
  ShowPopularUsecase,
  StreamTrackUsecase,
];

/**
 * What there is: reads, editing, changelog, search, streaming, images, ingestion and popular content. A global module of the composition
 * root provides CATALOG_DATABASE, CONFIG, CLOCK, LOGGER, METRICS, MESSAGE_BUS, LISTENING_STATISTICS and POPULAR_RESULT_STORE.
 */
@Module({
  controllers: [
    AlbumController,
    ArtistController,
    ChangelogController,
    EditAlbumController,
    EditArtistController,
    EditImageController,
    EditTrackController,
    ImageController,
    PopularController,
    SearchController,
    StreamController,
    TrackController,
    WhatsNewController,
  ],
  providers: [
    ...repositories,
    ...useCases,
    CatalogCollector,
    CatalogRequestsHandler,
    CatalogWriter,
    ChangelogCollector,
    IdleBatches,
    MediaFiles,
    PopularContentJob,
  ],
  exports: [CatalogWriter, PopularContentJob, TrackRepository],
})
export class CatalogModule {}
