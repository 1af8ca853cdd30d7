import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Config, loadConfig } from '@pezzottify/config';
import {
  type ClaimedItem,
  type EventName,
  type EventOf,
  type SignalName,
  type WorkOutcome,
} from '@pezzottify/contracts';
import { MessageBus } from '@pezzottify/messaging';
import { Database } from '@pezzottify/persistence';
import { type RunningService } from '@pezzottify/service-runner';
import {
  afterTestFile,
  type FaultyProvider,
  FakeClock,
  sampleLibrary,
  silentLogger,
  startFaultyProvider,
  startNats,
  temporaryDirectory,
} from '@pezzottify/testing';
import { FakeCatalog } from './catalog.fixture.js';
import { type RequestView } from './intake/request-view/queue-item.view.js';
import { startDownloadManager } from './start-download-manager.js';
import { queueDatabase } from './storage/queue-database.js';

type Settings = Readonly<Record<string, string | number | boolean>>;

export interface OwnerOptions {
  /** Of [download_manager]. */
  readonly settings?: Settings;
  readonly role?: 'owner' | 'all' | 'worker';
  readonly albums?: number;
  /** Of each track; without it, tracks are small samples that repeat. */
  readonly trackBytes?: number;
}

/** `Body` is what the test expects to be in a JSON answer. */
export interface Answer<Body = unknown> {
  readonly status: number;
  /** Of an error. */
  readonly code: string | null;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Body;
}

export interface Accepted {
  readonly request_id: string;
  readonly status: string;
  readonly queue_position: number | null;
}

type Parts = Pick<TestOwner, 'service' | 'config' | 'clock' | 'bus' | 'catalog' | 'provider' | 'database'>;

export const WORKER = { name: 'test-worker', version: '1' };
export const TIMEOUT_MS = 5_000;

/**
 * A download manager as it runs in production, with real NATS, SQLite, HTTP and downloader; catalog-api is played by
 * {@link FakeCatalog}, time by a {@link FakeClock}. User 7 signs in with the token `user-7`.
 */
export class TestOwner {
  readonly service: RunningService;
  readonly config: Config;
  readonly clock: FakeClock;
  /** A peer on the same NATS: the worker, and a listener. */
  readonly bus: MessageBus;
  readonly catalog: FakeCatalog;
  readonly provider: FaultyProvider;
  /** A second connection to the owner's file. */
  readonly database: Database;

  private constructor(parts: Parts) {
    Object.assign(this, parts);
  }

  static async start({
    settings = {},
    role = 'owner',
    albums = 12,
    trackBytes,
  }: OwnerOptions = {}): Promise<TestOwner> {
    const [nats, provider, folder] = await Promise.all([
      startNats(),
      startFaultyProvider({ library: sampleLibrary({ albums, ...(trackBytes === undefined ? {} : { trackBytes }) }) }),
      temporaryDirectory(),
    ]);
    const config = await writeConfig(folder, { natsUrl: nats.url, downloaderUrl: provider.url, settings, role });
    const clock = new FakeClock();
    const catalog = await FakeCatalog.start(nats.url);
    const context = {
      logger: silentLogger(),
      clock,
      version: '0.0.0-test',
      buildHash: 'test',
      requestStop: () => undefined,
    };
    const service = await startDownloadManager(config, context);
    const bus = MessageBus.connect({ url: nats.url, service: 'test', logger: silentLogger() });
    const beside = { directory: config.dbDir, owner: 'test', logger: silentLogger(), exclusive: false };
    const database = await Database.open(queueDatabase, beside);
    bus.start();
    await bus.whenConnected();
    const owner = new TestOwner({ service, config, clock, bus, catalog, provider, database });
    await owner.whenReady();
    afterTestFile(async () => {
      await service.stop('test over');
      await Promise.all([database.close(), bus.stop(), catalog.stop(), provider.stop()]);
      await nats.stop();
    });
    return owner;
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.service.ready?.port)}`;
  }

  async call<Body = unknown>(method: string, path: string, options: CallOptions = {}): Promise<Answer<Body>> {
    const { user = 7, token = `user-${user}`, body } = options;
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: token, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const { status, headers } = response;
    const isJson = headers.get('content-type')?.includes('json') ?? false;
    return {
      status,
      headers,
      text,
      code: headers.get('x-error-code'),
      json: (isJson ? JSON.parse(text) : undefined) as Body,
    };
  }

  get<Body = unknown>(path: string, options?: CallOptions): Promise<Answer<Body>> {
    return this.call<Body>('GET', `/v1/download${path}`, options);
  }

  /** The view of a request. */
  view(id: string, user = 7): Promise<Answer<RequestView>> {
    return this.get<RequestView>(`/request/${id}`, { user });
  }

  cancel(id: string, user = 7): Promise<Answer> {
    return this.call('DELETE', `/v1/download/request/${id}`, { user });
  }

  async claim(max_items = 1): Promise<ClaimedItem[]> {
    const reply = await this.bus.request('queue.claim', { worker: WORKER, max_items }, { timeoutMs: TIMEOUT_MS });
    return reply.kind === 'claimed' ? reply.items : [];
  }

  async settle({ id, lease_token }: ClaimedItem, outcome: WorkOutcome): Promise<'settled' | 'stale'> {
    const request = { worker: WORKER, item_id: id, lease_token, outcome };
    return (await this.bus.request('queue.settle', request, { timeoutMs: TIMEOUT_MS })).kind;
  }

  requestAlbum(albumId: string, user = 7): Promise<Answer<Accepted>> {
    const body = { album_id: albumId, album_name: `Name of ${albumId}`, artist_name: 'The Pilots' };
    return this.call('POST', '/v1/download/request/album', { user, body });
  }

  async metrics(): Promise<string> {
    return (await fetch(`http://127.0.0.1:${String(this.service.ready?.metricsPort)}/metrics`)).text();
  }

  /** What was recorded for the outbox, in order, whether published or not. */
  async events<N extends EventName>(type: N): Promise<EventOf<N>[]> {
    const rows = await this.database.reads.all<{ body: string }>('SELECT body FROM outbox ORDER BY id');
    return rows
      .map(({ body }) => JSON.parse(body) as { type: string; data: EventOf<N> })
      .filter((event) => event.type === type)
      .map(({ data }) => data);
  }

  async audit(itemId: string): Promise<{ eventType: string; userId: string | null; details: unknown }[]> {
    const rows = await this.database.reads.all<{ eventType: string; userId: string | null; details: string | null }>(
      `SELECT event_type AS eventType, user_id AS userId, details FROM download_audit_log
       WHERE queue_item_id = ? ORDER BY id`,
      [itemId],
    );
    return rows.map((row) => ({ ...row, details: JSON.parse(row.details ?? 'null') as unknown }));
  }

  /** Counts a signal from now on. */
  counted(name: SignalName): () => number {
    let count = 0;
    this.bus.onSignal(name, () => (count += 1));
    return () => count;
  }

  private async whenReady(): Promise<void> {
    if (this.service.ready?.port === undefined) return;
    for (let status = 0; status !== 200;) status = (await fetch(`${this.url}/health/ready`)).status;
  }
}

interface CallOptions {
  readonly user?: number;
  readonly token?: string;
  readonly body?: unknown;
}

interface Wiring {
  readonly natsUrl: string;
  readonly downloaderUrl: string;
  readonly settings: Settings;
  readonly role: string;
}

async function writeConfig(folder: string, { natsUrl, downloaderUrl, settings, role }: Wiring): Promise<Config> {
  const file = join(folder, 'pezzottify.toml');
  await mkdir(join(folder, 'media'));
  const lines = Object.entries({ min_free_space_mb: 0, ...settings }).map(
    ([key, value]) => `${key} = ${JSON.stringify(value)}`,
  );
  await writeFile(
    file,
    `db_dir = ${JSON.stringify(folder)}
media_path = ${JSON.stringify(join(folder, 'media'))}
downloader_url = ${JSON.stringify(downloaderUrl)}
downloader_timeout_sec = 1
logging_level = "none"
[nats]
url = ${JSON.stringify(natsUrl)}
[services]
download_manager_port = 0
download_manager_metrics_port = 0
[download_manager]
${lines.join('\n')}
`,
  );
  const ports = role === 'worker' ? ['--metrics-port', '0'] : [];
  return loadConfig('download-manager', ['--config', file, '--role', role, ...ports]);
}
