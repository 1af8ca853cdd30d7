import 'reflect-metadata';
import { runService } from '@pezzottify/service-runner';

await runService({
  service: 'catalog-api',
  start: async (config, context) => (await import('./start-catalog-api.js')).startCatalogApi(config, context),
});
