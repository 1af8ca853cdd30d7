import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { loadConfig, type Config } from '@pezzottify/config';
import { type EventOf, type Hook } from '@pezzottify/contracts';
import { MessageBus, OutboxRelay, recordEvent } from '@pezzottify/messaging';
import { type Database } from '@pezzottify/persistence';
import {
  afterTestFile,
  eventually,
  FakeClock,
  openDatabase,
  silentLogger,
  startNats,
  temporaryDirectory,
  type NatsServer,
} from '@pezzottify/testing';
import { Clockwork } from '../runs/clockwork.js';
import { startJobScheduler, type RunningScheduler } from '../start-job-scheduler.js';
import { serverDatabase } from '../storage/server-database.js';
import { startSessions } from './sessions.js';
import { TestHost } from './test-host.js';

/** A row of the history as the API shows it. */
export interface RunRow {
  readonly run_id: number;
  readonly status: string;
  readonly outcome: string | null;
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly error_message: string | null;
  readonly triggered_by: string;
}

export interface JobRow {
  readonly id: string;
  readonly status: string;
  readonly is_running: boolean;
  readonly last_run: RunRow | null;
  readonly next_run_at: string | null;
}

export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

type Parts = Pick<TestScheduler, 'nats' | 'config' | 'clock' | 'database' | 'hooks'>;

const HOOK_DATA: { readonly [Name in Hook]: EventOf<`hook.${Name}`> } = {
  OnStartup: { service: 'catalog-api', version: '1' },
  OnCatalogChange: { change_count: 1 },
  OnUserCreated: { user_id: 1, user_handle: 'maria' },
  OnDownloadComplete: { request_id: 'r', album_id: 'a' },
};

/** So long a host may be silent; looks at the clock are never further apart than this. */
const STEP_SECONDS = 5;

/**
 * A job scheduler as it runs in production, with real NATS, SQLite and HTTP; time is a {@link FakeClock}. `admin` signs in
 * as ServerAdmin, `guest` without permission.
 */
export class TestScheduler {
  readonly nats: NatsServer;
  readonly config: Config;
  readonly clock: FakeClock;
  /** A second connection to the file of the scheduler, also while that is down. */
  readonly database: Database;
  /** Where another service records its hooks. */
  readonly hooks: Database;
  private running: RunningScheduler | undefined;

  private constructor(parts: Parts) {
    Object.assign(this, parts);
  }

  static async start(settings: { historyRetentionDays?: number; toml?: string } = {}): Promise<TestScheduler> {
    const [nats, folder] = await Promise.all([startNats(), temporaryDirectory()]);
    const config = await writeConfig(folder, nats.url, settings);
    const sessions = await startSessions(nats.url);
    const hooks = await openDatabase(serverDatabase);
    const bus = MessageBus.connect({ url: nats.url, service: 'catalog-api', logger: silentLogger() });
    const relay = new OutboxRelay({ database: hooks, bus, logger: silentLogger() });
    bus.start();
    relay.start();
    const scheduler = new TestScheduler({
      ...{ nats, config, hooks },
      clock: new FakeClock(),
      database: await openDatabase(serverDatabase, { directory: config.dbDir, exclusive: false }),
    });
    await scheduler.comeUp();
    afterTestFile(async () => {
      await scheduler.goDown();
      await relay.stop();
      await Promise.all([bus.stop(), sessions.stop()]);
      await nats.stop();
    });
    return scheduler;
  }

  async comeUp(): Promise<void> {
    const { clock } = this;
    const context = { logger: silentLogger(), clock, version: '1', buildHash: '', requestStop: () => undefined };
    this.running = await startJobScheduler(this.config, context);
    await eventually(async () => (await this.isReady()) || Promise.reject(new Error('not ready')));
    await eventually(async () => (await this.hasOwnJob()) || Promise.reject(new Error('its own job is not announced')));
  }

  async goDown(): Promise<void> {
    await this.running?.stop('test');
    this.running = undefined;
  }

  host(service?: TestHost['service']): Promise<TestHost> {
    const host = new TestHost(this.nats.url, service);
    afterTestFile(() => host.die());
    return host.comeUp();
  }

  /** Resolves when the scheduler has looked at the clock. */
  look(): Promise<void> {
    return this.live.app.get(Clockwork).nudge();
  }

  /** Lets time pass as it does: the scheduler looks at the clock all the while. */
  async pass(seconds: number): Promise<void> {
    for (let left = seconds; left > 0; left -= STEP_SECONDS) {
      this.clock.advance(Math.min(left, STEP_SECONDS));
      await this.look();
    }
  }

  /** Another service raises a hook; it is on its way when this resolves. */
  async raise(hook: Hook): Promise<void> {
    await this.hooks.write((tx) =>
      recordEvent(tx, { source: 'catalog-api', type: `hook.${hook}`, data: HOOK_DATA[hook] }),
    );
  }

  /** The same hook very often, in one transaction. */
  async raiseMany(hook: Hook, count: number): Promise<void> {
    const event = { source: 'catalog-api', type: `hook.${hook}`, data: HOOK_DATA[hook] } as const;
    await this.hooks.write(async (tx) => {
      for (let raised = 0; raised < count; raised += 1) await recordEvent(tx, event);
    });
  }

  /** How many hook events the scheduler has dealt with. */
  async hooksHandled(): Promise<number> {
    const row = await this.database.reads.get<{ count: number }>('SELECT count(*) AS count FROM inbox');
    return row?.count ?? 0;
  }

  async call<Body = unknown>(
    method: string,
    path: string,
    { token = 'admin', ...init }: { token?: string } & Pick<RequestInit, 'body'> = {},
  ): Promise<Answer<Body>> {
    const url = `http://127.0.0.1:${String(this.live.ready?.port)}${path}`;
    const headers = { authorization: token, 'content-type': 'application/json' };
    const response = await fetch(url, { method, headers, ...init });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
  }

  /** After NATS was away: until the scheduler can ask for sessions again. */
  async whenReachable(): Promise<void> {
    await eventually(async () => expect((await this.call('GET', '/v1/admin/jobs')).status).toBe(200));
  }

  /** Until the scheduler knows that a host has the run of the job: from then on its lease counts. */
  async taken(jobId: string): Promise<void> {
    const sql = `SELECT taken_at AS takenAt FROM job_runs WHERE job_id = ? AND status = 'running'`;
    await eventually(async () => {
      const run = await this.database.reads.get<{ takenAt: string | null }>(sql, [jobId]);
      if (!run?.takenAt) throw new Error(`no host has taken a run of ${jobId}`);
    });
  }

  trigger(jobId: string, query = ''): Promise<Answer<{ run_id: number; code?: string; error?: string }>> {
    return this.call('POST', `/v1/admin/jobs/${jobId}/trigger${query}`);
  }

  async job(jobId = 'sweep'): Promise<JobRow> {
    return (await this.call<JobRow>('GET', `/v1/admin/jobs/${jobId}`)).body;
  }

  /** Newest first. */
  async history(jobId = 'sweep'): Promise<RunRow[]> {
    return (await this.call<{ history: RunRow[] }>('GET', `/v1/admin/jobs/${jobId}/history?limit=200`)).body.history;
  }

  async metrics(): Promise<string> {
    return (await fetch(`http://127.0.0.1:${String(this.live.ready?.metricsPort)}/metrics`)).text();
  }

  private get live(): RunningScheduler {
    if (!this.running) throw new Error('the scheduler is down');
    return this.running;
  }

  private async hasOwnJob(): Promise<boolean> {
    const sql = `SELECT 1 FROM job WHERE job_id = 'job_history_cleanup'`;
    return (await this.database.reads.get(sql)) !== undefined;
  }

  private async isReady(): Promise<boolean> {
    return (await fetch(`http://127.0.0.1:${String(this.live.ready?.port)}/health/ready`)).status === 200;
  }
}

async function writeConfig(
  folder: string,
  natsUrl: string,
  { historyRetentionDays = 90, toml = '' }: { historyRetentionDays?: number; toml?: string },
): Promise<Config> {
  const file = join(folder, 'pezzottify.toml');
  await mkdir(join(folder, 'data'));
  await writeFile(
    file,
    `db_dir = ${JSON.stringify(join(folder, 'data'))}
logging_level = "none"
[nats]
url = ${JSON.stringify(natsUrl)}
[services]
job_scheduler_port = 0
job_scheduler_metrics_port = 0
[background_jobs]
job_history_retention_days = ${historyRetentionDays}
${toml}
`,
  );
  return loadConfig('job-scheduler', ['--config', file]);
}
