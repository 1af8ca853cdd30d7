import { type Config } from '@pezzottify/config';
import { type RunningService, type ServiceContext } from '@pezzottify/service-runner';

/**
 * `owner`: the queue and its API; `worker`: work only, no database; `all`: both, over the same messages as when apart.
 * A worker never loads what only the owner needs: there may be many of them.
 */
export async function startDownloadManager(config: Config, context: ServiceContext): Promise<RunningService> {
  if (config.role === 'worker') return (await import('./start-worker-process.js')).startWorkerProcess(config, context);
  return (await import('./start-owner.js')).startOwner(config, context);
}
