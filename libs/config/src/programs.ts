import { SERVICES, type ServiceName } from '@pezzottify/contracts';

export type ProgramName = ServiceName;

/** `worker` is a download worker: no database and no HTTP port of its own. Only download-manager has a choice. */
export const ROLES = ['owner', 'worker', 'all'] as const;
export type Role = (typeof ROLES)[number];

interface Program {
  readonly summary: string;
  /** The keys its `--port` and `--metrics-port` belong to. */
  readonly portKey: string;
  readonly metricsPortKey: string;
  /** Where the others find it. */
  readonly urlKey: string;
}

export const PROGRAMS: Readonly<Record<ProgramName, Program>> = {
  'catalog-api': {
    summary: 'The door of Pezzottify: API gateway, accounts, catalog, search, streaming and live sync.',
    portKey: 'port',
    metricsPortKey: 'metrics_port',
    urlKey: 'services.catalog_api_url',
  },
  'job-scheduler': {
    summary: 'The clock of Pezzottify: decides which background job is due, has it run and remembers what happened.',
    portKey: 'services.job_scheduler_port',
    metricsPortKey: 'services.job_scheduler_metrics_port',
    urlKey: 'services.job_scheduler_url',
  },
  'download-manager': {
    summary: 'The queue of Pezzottify: who may have what, when. Hands the work to download workers.',
    portKey: 'services.download_manager_port',
    metricsPortKey: 'services.download_manager_metrics_port',
    urlKey: 'services.download_manager_url',
  },
};

export const EVERY_PROGRAM: readonly ProgramName[] = SERVICES;
