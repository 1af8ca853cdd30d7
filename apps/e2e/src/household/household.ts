import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  afterTestFile,
  ApiDescriptions,
  freePorts,
  ServiceProcess,
  spawnFaultyProvider,
  startNats,
  temporaryDirectory,
  type FaultyProviderOptions,
  type NatsServer,
  type SpawnedProvider,
} from '@pezzottify/testing';
import { signIn, type ApiClient } from './api-client.js';
import { writeConfiguration, type ConfigurationOptions, type HouseholdFolders } from './configuration.js';
import { householdPorts, type HouseholdPorts } from './ports.js';

/** E2E_DIST: a copy of the built services, for runs so long that a build may come in between. */
const DIST = process.env.E2E_DIST ?? fileURLToPath(new URL('../../../../dist/apps', import.meta.url));
const dist = (file: string): string => join(DIST, file);

export interface HouseholdOptions extends Pick<ConfigurationOptions, 'downloadManager' | 'topLevel'> {
  provider?: FaultyProviderOptions;
  /** How many worker processes run beside the owner; 0 leaves the work to the owner's own process. Default 1. */
  workers?: number;
}

/** Everything a household runs, as real processes with real files, wired as in production. */
export class Household {
  readonly workers: ServiceProcess[] = [];
  readonly catalogApi: ServiceProcess;
  readonly downloadManager: ServiceProcess;
  readonly jobScheduler: ServiceProcess;
  private descriptions: ApiDescriptions | undefined;

  private constructor(
    readonly folders: HouseholdFolders,
    readonly ports: HouseholdPorts,
    readonly nats: NatsServer,
    readonly provider: SpawnedProvider,
    hasWorkers: boolean,
  ) {
    this.catalogApi = serviceOf(folders, 'catalog-api', ports.gateway);
    this.downloadManager = serviceOf(
      folders,
      'download-manager',
      ports.downloads,
      ...(hasWorkers ? ['--role', 'owner'] : []),
    );
    this.jobScheduler = serviceOf(folders, 'job-scheduler', ports.scheduler);
  }

  static async start(options: HouseholdOptions = {}): Promise<Household> {
    const { workers = 1 } = options;
    const ports = await householdPorts();
    const [nats, provider, root] = await Promise.all([
      startNats(),
      spawnFaultyProvider(options.provider),
      temporaryDirectory(),
    ]);
    const folders = await writeConfiguration(root, { ports, natsUrl: nats.url, providerUrl: provider.url, ...options });
    const household = new Household(folders, ports, nats, provider, workers > 0);
    afterTestFile(() => household.stop());
    await household.addPerson('admin', ['Admin', 'Regular']);
    await Promise.all([
      household.catalogApi.start(),
      household.downloadManager.start(),
      household.jobScheduler.start(),
      ...Array.from({ length: workers }, () => household.addWorker()),
    ]);
    return household;
  }

  /** Of the services that answer a part of what the gateway does. */
  private get describingUrls(): string[] {
    const { scheduler, downloads } = this.ports;
    return [this.url, ...[scheduler, downloads].map((port) => `http://127.0.0.1:${port}`)];
  }

  get url(): string {
    return `http://127.0.0.1:${this.ports.gateway}`;
  }

  /** A worker process of its own, ready to claim. */
  async addWorker(): Promise<ServiceProcess> {
    const [metricsPort = 0] = await freePorts(1);
    const args = [dist('download-manager/main.js'), '--config', this.folders.config, '--role', 'worker'];
    const readyUrl = `http://127.0.0.1:${metricsPort}/metrics`;
    const worker = new ServiceProcess({
      name: 'worker',
      args: [...args, '--metrics-port', String(metricsPort)],
      readyUrl,
    });
    this.workers.push(worker);
    return worker.start();
  }

  /** With the password `secret of <handle>`. */
  async addPerson(handle: string, roles: readonly string[]): Promise<void> {
    await this.cliAuth('add-user', handle);
    await this.cliAuth('add-login', handle, `secret of ${handle}`);
    for (const role of roles) await this.cliAuth('add-role', handle, role);
  }

  async signIn(handle = 'admin'): Promise<ApiClient> {
    return signIn(this.url, handle, `secret of ${handle}`, await this.apiDescriptions());
  }

  /** What the services say of themselves; asked for once. */
  async apiDescriptions(): Promise<ApiDescriptions> {
    return (this.descriptions ??= await ApiDescriptions.of(this.describingUrls));
  }

  async cliAuth(...args: string[]): Promise<string> {
    const command = [dist('catalog-api/cli-auth.js'), '--db-dir', this.folders.db, ...args];
    const { stdout } = await promisify(execFile)(process.execPath, command, {
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    return stdout;
  }

  async stop(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.stop()));
    await Promise.all([this.downloadManager.stop(), this.jobScheduler.stop()]);
    await this.catalogApi.stop();
    await Promise.all([this.provider.stop(), this.nats.stop()]);
  }
}

function serviceOf(folders: HouseholdFolders, name: string, port: number, ...flags: string[]): ServiceProcess {
  return new ServiceProcess({
    name,
    args: [dist(`${name}/main.js`), '--config', folders.config, ...flags],
    readyUrl: `http://127.0.0.1:${port}/health/ready`,
  });
}
