import { readdir, realpath } from 'node:fs/promises';
import { type AddressInfo } from 'node:net';
import { type Logger } from '@pezzottify/observability';
import { type Clock } from '@pezzottify/service-runner';
import { type FastifyInstance } from 'fastify';
import { createServer } from './api/create-server.js';
import { LibraryIndexer } from './index/library-indexer.js';
import { FolderWatch } from './scan/folder-watch.js';
import { type KnownFiles } from './scan/known-files.port.js';
import { LibraryScan } from './scan/library-scan.js';
import { type Settings } from './settings.js';
import { openKnownFiles } from './storage/open-known-files.js';

export interface Surroundings {
  clock: Clock;
  logger: Logger;
  version: string;
  /** How long nothing must change before a change is looked at. */
  quietMs?: number;
}

export interface RunningDownloader {
  port: number;
  stop(): Promise<void>;
}

const QUIET_MS = 1500;
const CLOSE_LIMIT_MS = 3000;

/** Why the service cannot start, for the person at the command line. */
export class StartRefusedError extends Error {
  readonly code = 'START_REFUSED';
}

/** The real path of the library, once it is certain that it can be listed. */
export async function libraryRoot(folder: string): Promise<string> {
  try {
    const root = await realpath(folder);
    await readdir(root);
    return root;
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new StartRefusedError(`The library ${folder} is not a folder that can be read (${reason}).`, {
      cause: error,
    });
  }
}

async function listen(fastify: FastifyInstance, { host, port }: Settings): Promise<number> {
  try {
    await fastify.listen({ host, port });
    return (fastify.server.address() as AddressInfo).port;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason =
      code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be used (${code ?? 'unknown error'})`;
    throw new StartRefusedError(`Port ${port} of ${host} ${reason}. Choose another one with --port.`, { cause: error });
  }
}

/** Downloads under way get a moment; who is not done then asks again elsewhere or later. */
async function close(fastify: FastifyInstance): Promise<void> {
  const limit = setTimeout(() => fastify.server.closeAllConnections(), CLOSE_LIMIT_MS);
  await fastify.close().finally(() => clearTimeout(limit));
}

function keepCurrent(settings: Settings, known: KnownFiles, { clock, logger, quietMs = QUIET_MS }: Surroundings) {
  const root = settings.library;
  const scan = new LibraryScan(root, known, logger);
  const indexer = new LibraryIndexer({ scan, clock, logger, onFolders: (folders) => watch.follow(folders) });
  const refresh = () => void indexer.refresh();
  const watch = new FolderWatch({ root, logger, quietMs, onChange: refresh });
  const timer = settings.rescanSecs > 0 ? setInterval(refresh, settings.rescanSecs * 1000) : undefined;
  const stop = async () => {
    clearInterval(timer);
    watch.close();
    await indexer.stop();
    watch.close();
  };
  return { indexer, refresh, stop };
}

/**
 * Listens first and indexes then, so that its state can be asked for from the beginning. Throws StartRefusedError, and
 * what openKnownFiles throws.
 */
export async function startLibraryDownloader(settings: Settings, around: Surroundings): Promise<RunningDownloader> {
  const known = await openKnownFiles({ ...settings, libraryRoot: settings.library, logger: around.logger });
  const { indexer, refresh, stop } = keepCurrent(settings, known, around);
  const { library: root, parallelAudio } = settings;
  const fastify = createServer({ ...around, root, parallelAudio, indexer });
  const stopAll = async () => {
    await close(fastify);
    await stop();
    await known.close();
  };
  const port = await listen(fastify, settings).catch(async (error: unknown) => {
    await stopAll();
    throw error;
  });
  refresh();
  return { port, stop: stopAll };
}
