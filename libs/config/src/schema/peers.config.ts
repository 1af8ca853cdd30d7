import { port } from './numbers.js';
import { DerivedDefault, setting } from './setting.js';
import { url } from './texts.js';

export const nats = {
  url: setting(url(['nats', 'tls']), {
    default: 'nats://127.0.0.1:4222',
    flag: '--nats-url',
    doc: 'The NATS server; JetStream has to be on.',
  }),
};

const httpUrl = url(['http', 'https']);

/** Where the services find each other, and the ports of the two that are not the gateway. */
export const services = {
  catalog_api_url: setting(httpUrl, {
    default: 'http://127.0.0.1:3001',
    flag: '--catalog-api-url',
    doc: 'Where catalog-api answers.',
  }),
  job_scheduler_url: setting(httpUrl, {
    default: 'http://127.0.0.1:3011',
    flag: '--job-scheduler-url',
    doc: 'Where job-scheduler answers; the gateway forwards /v1/admin/jobs to it.',
  }),
  download_manager_url: setting(httpUrl, {
    default: 'http://127.0.0.1:3021',
    flag: '--download-manager-url',
    doc: 'Where download-manager answers; the gateway forwards /v1/download to it.',
  }),
  job_scheduler_port: setting(port, {
    default: 3011,
    flag: '-p, --port',
    onlyFlagOf: 'job-scheduler',
    readBy: ['job-scheduler'],
    doc: 'HTTP port of job-scheduler; 0 = any free one.',
  }),
  job_scheduler_metrics_port: setting(port, {
    default: 9092,
    flag: '--metrics-port',
    onlyFlagOf: 'job-scheduler',
    readBy: ['job-scheduler'],
    doc: 'Metrics port of job-scheduler; 0 = any free one.',
  }),
  download_manager_port: setting(port, {
    default: 3021,
    flag: '-p, --port',
    onlyFlagOf: 'download-manager',
    readBy: ['download-manager'],
    doc: 'HTTP port of download-manager; 0 = any free one. Download workers have none.',
  }),
  download_manager_metrics_port: setting(port, {
    default: new DerivedDefault('9093; download workers 9094', ({ role }) => (role === 'worker' ? 9094 : 9093)),
    flag: '--metrics-port',
    onlyFlagOf: 'download-manager',
    readBy: ['download-manager'],
    isNotForWorkers: true,
    doc: 'Metrics port of download-manager; 0 = any free one. Download workers take theirs from the flag only.',
  }),
};
