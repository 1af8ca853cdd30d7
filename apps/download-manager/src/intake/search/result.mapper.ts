import { DOWNLOAD_STATUSES, type DownloadProgress, type DownloadStatus } from '@pezzottify/contracts';
import { ApiProperty, ApiPropertyOptional } from '@pezzottify/http-edge';
import { ProgressView } from '../request-view/queue-item.view.js';
import { type ProviderHit, type ProviderSearchType } from '../../provider/provider.port.js';

export class RequestStatus {
  @ApiProperty() request_id: string;
  @ApiProperty({ enum: [...DOWNLOAD_STATUSES] }) status: DownloadStatus;
  @ApiProperty({ type: 'integer', nullable: true }) queue_position: number | null;
  @ApiProperty({ type: ProgressView, nullable: true }) progress: DownloadProgress | null;
  @ApiProperty({ type: 'string', nullable: true }) error_message: string | null;
  @ApiProperty() created_at: number;
}

export class SearchResult {
  @ApiProperty() id: string;
  @ApiProperty({ enum: ['album', 'artist'] }) type: ProviderSearchType;
  @ApiProperty() name: string;
  @ApiProperty({ type: 'string', nullable: true }) artist_name: string | null;
  @ApiProperty({ type: 'string', nullable: true }) image_url: string | null;
  @ApiProperty({ type: 'integer', nullable: true }) year: number | null;
  @ApiProperty() in_catalog: boolean;
  @ApiProperty() in_queue: boolean;
  @ApiProperty() score: number;
  @ApiPropertyOptional() request_status?: RequestStatus;
}

export interface Standing {
  readonly isInCatalog: boolean;
  readonly isInQueue: boolean;
  /** Only of the caller's own request. */
  readonly requestStatus?: RequestStatus | undefined;
}

export const toAlbumResult = (hit: ProviderHit, score: number, standing: Standing): SearchResult => ({
  id: hit.id,
  type: 'album',
  name: hit.name,
  artist_name: hit.artistName ?? '',
  image_url: hit.imageUrl,
  year: hit.year,
  in_catalog: standing.isInCatalog,
  in_queue: standing.isInQueue,
  score,
  ...(standing.requestStatus ? { request_status: standing.requestStatus } : {}),
});

/** Artists are not requested: they are in no queue. */
export const toArtistResult = (hit: ProviderHit, score: number, isInCatalog: boolean): SearchResult => ({
  id: hit.id,
  type: 'artist',
  name: hit.name,
  artist_name: null,
  image_url: hit.imageUrl,
  year: null,
  in_catalog: isInCatalog,
  in_queue: false,
  score,
});
