import { type Type } from '@nestjs/common';
import { AcceptAlbums } from './accept-albums/accept-albums.js';
import { CatalogPresence } from './accept-albums/catalog-presence.js';
import { CancelRequestController } from './cancel-request/cancel-request.controller.js';
import { CancelRequest } from './cancel-request/cancel-request.usecase.js';
import { LimitsController } from './limits/limits.controller.js';
import { ReadLimits } from './limits/limits.usecase.js';
import { MyRequestsController } from './my-requests/my-requests.controller.js';
import { ReadMyRequests } from './my-requests/my-requests.usecase.js';
import { RequestAlbumController } from './request-album/request-album.controller.js';
import { RequestAlbum } from './request-album/request-album.usecase.js';
import { RequestByIdController } from './request-by-id/request-by-id.controller.js';
import { ReadRequest } from './request-by-id/request-by-id.usecase.js';
import { RequestDiscographyController } from './request-discography/request-discography.controller.js';
import { RequestDiscography } from './request-discography/request-discography.usecase.js';
import { RequestViews } from './request-view/request-views.js';
import { SearchDiscographyController } from './search-discography/search-discography.controller.js';
import { SearchDiscography } from './search-discography/search-discography.usecase.js';
import { AlbumStandings } from './search/album-standings.js';
import { SearchController } from './search/search.controller.js';
import { Search } from './search/search.usecase.js';

/** The routes for users, HTTP contract section 7. */
export const INTAKE_CONTROLLERS: Type[] = [
  SearchController,
  SearchDiscographyController,
  RequestAlbumController,
  RequestDiscographyController,
  MyRequestsController,
  RequestByIdController,
  CancelRequestController,
  LimitsController,
];

export const INTAKE_PROVIDERS: Type[] = [
  AcceptAlbums,
  AlbumStandings,
  CancelRequest,
  CatalogPresence,
  ReadLimits,
  ReadMyRequests,
  ReadRequest,
  RequestAlbum,
  RequestDiscography,
  RequestViews,
  Search,
  SearchDiscography,
];
