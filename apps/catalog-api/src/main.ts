import 'reflect-metadata';
import { runService } from '@pezzottify/service-runner';
import { startCatalogApi } from './start-catalog-api.js';

await runService({ service: 'catalog-api', start: startCatalogApi });
