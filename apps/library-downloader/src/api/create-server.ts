import { type Logger } from '@pezzottify/observability';
import { type Clock } from '@pezzottify/service-runner';
import Fastify, { type FastifyInstance } from 'fastify';
import { type LibraryIndexer } from '../index/library-indexer.js';
import { answerError, answerErrors } from './answer-errors.js';
import { AudioSlots } from './audio-slots.js';
import { mediaController } from './media.controller.js';
import { metadataController } from './metadata.controller.js';
import { servedLibrary } from './served-library.js';
import { statusController } from './status.controller.js';

export interface ServerParts {
  root: string;
  indexer: Pick<LibraryIndexer, 'library' | 'status'>;
  parallelAudio: number;
  clock: Clock;
  logger: Logger;
  version: string;
}

/** Longer than a slow receiver needs for one chunk; a connection silent for that long holds its slot in vain. */
const SILENCE_LIMIT_MS = 120_000;
const LONGEST_ID = 300;

/** The HTTP side, not listening yet. */
export function createServer({ root, indexer, parallelAudio, clock, logger, version }: ServerParts): FastifyInstance {
  const fastify = Fastify({
    logger: false,
    connectionTimeout: SILENCE_LIMIT_MS,
    routerOptions: { maxParamLength: LONGEST_ID },
    frameworkErrors: (error, request, reply) => answerError(error, request, reply, logger),
  });
  const library = () => servedLibrary(indexer);
  answerErrors(fastify, logger);
  statusController(fastify, { indexer, library, clock, version });
  metadataController(fastify, library);
  mediaController(fastify, { root, library, slots: new AudioSlots(parallelAudio) });
  return fastify;
}
