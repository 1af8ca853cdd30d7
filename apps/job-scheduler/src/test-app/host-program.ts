import { JobHost } from '@pezzottify/job-host';
import { MessageBus } from '@pezzottify/messaging';
import { createLogger } from '@pezzottify/observability';

/** What the test tells this process. */
export interface HostCommand {
  kind: 'end';
}
/** What this process tells the test. */
export type HostNews = { kind: 'ready' } | { kind: 'began' | 'aborted'; jobId: string };

const [, , url = '', limitMs = '0', ...jobIds] = process.argv;
const logger = createLogger({ service: 'catalog-api' });
const bus = MessageBus.connect({ url, service: 'catalog-api', logger });
const host = new JobHost({ bus, service: 'catalog-api', logger });
const tell = (news: HostNews): void => void process.send?.(news);

/** Jobs called `wait…` must not be cut off; `deaf…` do not heed their signal. All last until the test says otherwise. */
for (const id of jobIds) {
  host.register({
    declaration: {
      ...{ id, name: id, description: '', schedule: { hooks: ['OnUserCreated'] } },
      shutdown: id.startsWith('cancel') ? 'cancellable' : 'wait_for_completion',
      ...{ timeout_seconds: 3600, missed_runs: 'once' },
    },
    run: ({ signal }) => {
      const ended = Promise.withResolvers<string>();
      process.on('message', (_end: HostCommand) => ended.resolve('done'));
      signal.addEventListener('abort', () => {
        tell({ kind: 'aborted', jobId: id });
        if (!id.startsWith('deaf')) ended.reject(new Error('told to stop'));
      });
      tell({ kind: 'began', jobId: id });
      return ended.promise;
    },
  });
}

process.on('SIGTERM', () => {
  void host
    .stop(Number(limitMs))
    .then(() => bus.stop())
    .then(() => process.exit(0));
});
bus.start();
await bus.whenConnected();
host.start();
tell({ kind: 'ready' });
