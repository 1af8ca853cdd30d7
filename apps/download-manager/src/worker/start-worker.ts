import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { type Config } from '@pezzottify/config';
import { WORKER_PROTOCOL } from '@pezzottify/contracts';
import { type MessageBus } from '@pezzottify/messaging';
import { type Logger } from '@pezzottify/observability';
import { type Clock } from '@pezzottify/service-runner';
import { MediaStore } from '../media/media-store.js';
import { type Provider } from '../provider/provider.port.js';
import { ExpandAlbum } from './album/expand-album.js';
import { fetchImage } from './image/fetch-image.js';
import { NatsCatalog } from './nats-catalog.adapter.js';
import { NatsWorkQueue } from './nats-work-queue.adapter.js';
import { type WorkByType } from './run-item.js';
import { fetchTrackAudio } from './track-audio/fetch-track-audio.js';
import { Worker } from './worker.js';

export interface WorkerOptions {
  bus: MessageBus;
  provider: Provider;
  config: Pick<Config, 'mediaPath' | 'downloaderUrl' | 'downloadManager'>;
  logger: Logger;
  clock: Clock;
  version: string;
}

export interface RunningWorker {
  /** `ok`, or why there is no work from the owner of the queue. */
  readonly standing: string;
  lookAgain(): void;
  stop(): Promise<void>;
}

/** Starts claiming and working; NATS, the owner of the queue, catalog-api and the provider may come later. */
export function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { bus, config, clock, provider, version } = options;
  const name = `${hostname()}-${process.pid}-${randomBytes(4).toString('hex')}`;
  const logger = options.logger.child({ worker: name });
  const worker = new Worker({
    queue: new NatsWorkQueue(bus, { name, version, protocol: WORKER_PROTOCOL, ...downloaderOf(config) }),
    works: worksOf(provider, bus, config, logger),
    mediaPath: config.mediaPath,
    settings: config.downloadManager,
    clock,
    logger,
  });
  worker.start();
  void announceProvider(provider, logger);
  return Promise.resolve(worker);
}

/** Workers with the same downloader are told apart from those with another one; the address itself stays here. */
function downloaderOf({ downloaderUrl }: Pick<Config, 'downloaderUrl'>): { downloader?: string } {
  if (downloaderUrl === null) return {};
  return { downloader: createHash('sha256').update(downloaderUrl).digest('hex').slice(0, 16) };
}

function worksOf(provider: Provider, bus: MessageBus, config: WorkerOptions['config'], logger: Logger): WorkByType {
  const store = new MediaStore({ root: config.mediaPath, settings: config.downloadManager, logger });
  const catalog = new NatsCatalog(bus);
  const image = fetchImage(provider, store, catalog);
  return {
    ALBUM: new ExpandAlbum(provider, catalog, logger),
    TRACK_AUDIO: fetchTrackAudio(provider, store, catalog),
    ALBUM_IMAGE: image,
    ARTIST_IMAGE: image,
  };
}

async function announceProvider(provider: Provider, logger: Logger): Promise<void> {
  await provider.health().then(
    () => logger.info('the downloader answers'),
    (error: unknown) => logger.warn({ err: error }, 'the downloader does not answer yet; requests wait for it'),
  );
}
