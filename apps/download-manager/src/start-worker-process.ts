import { type Config } from '@pezzottify/config';
import { MessageBus } from '@pezzottify/messaging';
import { Metrics, Readiness, startMetricsServer } from '@pezzottify/observability';
import { type RunningService, type ServiceContext } from '@pezzottify/service-runner';
import { connectProvider } from './provider/connect-provider.js';
import { startWorker } from './worker/start-worker.js';

/** A worker on its own: any number of them, wherever NATS, the downloader and the media folder can be reached. */
export async function startWorkerProcess(config: Config, context: ServiceContext): Promise<RunningService> {
  const { logger, clock, version } = context;
  const metrics = new Metrics();
  const provider = connectProvider(config, version, metrics);
  if (!provider) throw new Error('a worker needs to know the downloader: downloader_url is not set');
  const bus = MessageBus.connect({ url: config.nats.url, service: 'download-worker', logger });
  bus.start();
  const worker = await startWorker({ bus, provider, config, logger, clock, version });
  const readiness = new Readiness();
  readiness.add('nats', () => (bus.isConnected ? 'ok' : 'not connected'));
  // An owner that is away is waited for; one that refuses this worker will not change its mind, but this says why.
  readiness.add('queue', () => worker.standing);
  const metricsServer = await startMetricsServer({ metrics, readiness, port: config.metricsPort });
  return {
    ready: { metricsPort: metricsServer.port },
    reload: () => worker.lookAgain(),
    stop: async () => {
      await worker.stop();
      await bus.stop();
      await provider.close();
      await metricsServer.close();
    },
  };
}
