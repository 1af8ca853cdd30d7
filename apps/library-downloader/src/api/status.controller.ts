import { type Clock } from '@pezzottify/service-runner';
import { type FastifyInstance } from 'fastify';
import { countsOf, type LibraryIndexer } from '../index/library-indexer.js';
import { type Library } from '../index/library.js';
import { wholeNumber, type Query } from './query.js';
import { wireProgress } from './wire.mapper.js';

export interface StatusParts {
  indexer: Pick<LibraryIndexer, 'library' | 'status'>;
  library: () => Library;
  clock: Clock;
  version: string;
}

const MOST_PER_PAGE = 1000;

/** How the service is, how far its indexing has come, and which files it leaves out. */
export function statusController(fastify: FastifyInstance, { indexer, library, clock, version }: StatusParts): void {
  const startedAt = clock.seconds();

  fastify.get('/health', () => ({ status: 'ok', version }));
  fastify.get('/status', () => ({
    state: indexer.status.state,
    uptime_secs: clock.seconds() - startedAt,
    downloader_pid: process.pid,
    last_error: indexer.status.lastError,
    last_scan: indexer.status.lastScan,
    progress: wireProgress(indexer.status.progress),
    library: indexer.library && countsOf(indexer.library),
    version,
  }));
  fastify.get<{ Querystring: Query }>('/skipped', ({ query }) => {
    const { skipped } = library();
    const offset = wholeNumber(query, 'offset', { default: 0, min: 0, max: Number.MAX_SAFE_INTEGER });
    const limit = wholeNumber(query, 'limit', { default: 100, min: 1, max: MOST_PER_PAGE });
    return { total: skipped.length, offset, limit, skipped: skipped.slice(offset, offset + limit) };
  });
}
