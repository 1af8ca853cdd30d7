import 'reflect-metadata';
import { runService } from '@pezzottify/service-runner';
import { startDownloadManager } from './start-download-manager.js';

await runService({ service: 'download-manager', start: startDownloadManager });
