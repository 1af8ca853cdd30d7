import { type Library } from '../index/library.js';
import { type LibraryIndexer } from '../index/library-indexer.js';
import { ApiError } from './api.errors.js';

const REASONS = {
  Booting: 'The library is being indexed for the first time',
  Unavailable: 'The library folder is away',
  Healthy: 'The library is not there',
} as const;

const RETRY_AFTER_SECONDS = 5;

/** What can be answered now; otherwise 503, which tells a consumer to wait rather than to give up. */
export function servedLibrary({ library, status }: Pick<LibraryIndexer, 'library' | 'status'>): Library {
  if (library) return library;
  const headers = { 'retry-after': String(RETRY_AFTER_SECONDS) };
  throw new ApiError('SERVICE_UNAVAILABLE', `${REASONS[status.state]}; ask again later`, headers);
}
