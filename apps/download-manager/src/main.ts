import 'reflect-metadata';
import { runService } from '@pezzottify/service-runner';

await runService({
  service: 'download-manager',
  start: async (config, context) => (await import('./start-download-manager.js')).startDownloadManager(config, context),
});
