import { type Config } from '@pezzottify/config';
import { type RunningService, type ServiceContext } from '@pezzottify/service-runner';
import { startOwner } from './start-owner.js';
import { startWorkerProcess } from './start-worker-process.js';

/** `owner`: the queue and its API; `worker`: work only, no database; `all`: both, over the same messages as when apart. */
export function startDownloadManager(config: Config, context: ServiceContext): Promise<RunningService> {
  return config.role === 'worker' ? startWorkerProcess(config, context) : startOwner(config, context);
}
