import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Config } from '@pezzottify/config';
import { eventually, FakeClock, listedRoutes, silentLogger } from '@pezzottify/testing';
import { startDownloadManager } from './start-download-manager.js';
import { TestOwner } from './owner.fixture.js';

describe('the owner of the queue', () => {
  let owner: TestOwner;

  beforeAll(async () => {
    owner = await TestOwner.start();
  });

  it('is ready with its database and NATS', async () => {
    const { status, json } = await owner.call('GET', '/health/ready');
    expect({ status, json }).toEqual({
      status: 200,
      json: { status: 'ready', checks: { database: 'ok', nats: 'ok' } },
    });
  });

  it.each([
    ['GET', '/v1/download/limits', 'nobody', 403, 'NO_SESSION'],
    ['GET', '/v1/download/limits', 'guest-3', 403, 'FORBIDDEN'],
    ['GET', '/v1/download/admin/nothing', 'nobody', 404, 'ROUTE_NOT_FOUND'],
    ['PUT', '/v1/download/limits', 'nobody', 405, 'METHOD_NOT_ALLOWED'],
  ])('answers %s %s of %s with %d as one line of text', async (method, path, token, status, code) => {
    const answer = await owner.call(method, path, { token });
    expect([answer.status, answer.code]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(answer.text).not.toContain('\n');
  });

  it('describes its API', async () => {
    const { json } = await owner.call<{ paths: Record<string, object> }>('GET', '/v1/openapi.json');
    const described = Object.entries(json.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const listed = listedRoutes()
      .filter(({ path }) => path.startsWith('/v1/download/'))
      .map(({ method, path }) => `${method} ${path}`);
    expect(described.filter((route) => route.includes('/v1/download/')).sort()).toEqual(listed.sort());
  });

  it('refuses a second owner of the same database, naming the first', async () => {
    const context = {
      logger: silentLogger(),
      clock: owner.clock,
      version: '1',
      buildHash: '',
      requestStop: () => undefined,
    };
    await expect(startDownloadManager(owner.config, context)).rejects.toThrow(/download-manager/);
  });

  it('sets its metrics from rows and from what was committed', async () => {
    await owner.requestAlbum('measured');
    const text = await owner.metrics();
    for (const line of [
      'pezzottify_download_queue_size{status="pending",priority="user"} 1',
      'pezzottify_download_queue_size{status="retry_waiting",priority="watchdog"} 0',
      'pezzottify_download_queue_stale_in_progress 0',
      'pezzottify_download_capacity_used{period="hour"} 0',
      'pezzottify_download_user_requests_total{request_type="album"} 1',
      'pezzottify_download_audit_events_total{event_type="request_created"} 1',
      'pezzottify_download_throttle_bytes{period="minute"} 0',
      `pezzottify_download_throttle_limit_bytes{period="minute"} ${20 * 1024 * 1024}`,
      'pezzottify_download_throttle_is_throttled 0',
    ]) {
      expect(text).toContain(`${line}\n`);
    }
    expect(text).toContain('pezzottify_db_query_duration_seconds_bucket');
    expect(text).toContain('pezzottify_db_connection_errors_total');
  });
});

describe('the download manager in one process', () => {
  it('carries a request to COMPLETED and a second album with it, over the same messages as in several', async () => {
    const owner = await TestOwner.start({ role: 'all', albums: 2, settings: { worker_concurrency: 2 } });
    const ids = await Promise.all(
      ['album-1', 'album-2'].map(async (id) => (await owner.requestAlbum(id)).json.request_id),
    );
    for (const id of ids) {
      await eventually(async () => expect((await owner.view(id)).json).toMatchObject({ status: 'COMPLETED' }), {
        timeoutMs: 20_000,
      });
    }
    const metrics = await owner.metrics();
    expect(metrics).toContain('pezzottify_download_processed_total{content_type="album",result="success"} 2\n');
    expect(metrics).toMatch(/pezzottify_download_processing_duration_seconds_count\{content_type="track_audio"\} 6\n/);
    expect(metrics).toMatch(/pezzottify_downloader_requests_total\{operation="get_album",status="success"\} 2\n/);
  }, 40_000);
});

/** Those of section 11 of the HTTP contract that are the download manager's, each with one of its samples. */
const METRICS: readonly RegExp[] = [
  /^pezzottify_http_requests_total\{method="GET",path="\/v1\/download\/search",status="502"\} 1$/m,
  /^pezzottify_http_request_duration_seconds_count\{method="GET",path="\/v1\/download\/search"\} 1$/m,
  /^pezzottify_errors_total\{error_type="PROVIDER_ERROR",endpoint="\/v1\/download\/search"\} 1$/m,
  /^pezzottify_process_memory_bytes [1-9]\d+$/m,
  /^pezzottify_db_query_duration_seconds_count\{operation="\w+"\} [1-9]/m,
  /^pezzottify_db_connection_errors_total 0$/m,
  /^pezzottify_downloader_requests_total\{operation="download_audio",status="success"\} 3$/m,
  /^pezzottify_downloader_request_duration_seconds_count\{operation="get_album_tracks"\} [12]$/m,
  /^pezzottify_downloader_errors_total\{operation="search",error_type="connection"\} 1$/m,
  /^pezzottify_downloader_bytes_total\{content_type="image"\} [1-9]/m,
  /^pezzottify_download_queue_size\{status="pending",priority="expansion"\} 0$/m,
  /^pezzottify_download_queue_stale_in_progress 0$/m,
  /^pezzottify_download_processed_total\{content_type="album_image",result="success"\} [1-9]/m,
  /^pezzottify_download_processed_total\{content_type="album",result="failure"\} 1$/m,
  /^pezzottify_download_processing_duration_seconds_count\{content_type="artist_image"\} [1-9]/m,
  /^pezzottify_download_capacity_used\{period="day"\} 1$/m,
  /^pezzottify_download_user_requests_total\{request_type="discography"\} 1$/m,
  /^pezzottify_download_audit_events_total\{event_type="download_failed"\} 1$/m,
  /^pezzottify_download_throttle_bytes\{period="hour"\} [1-9]/m,
  /^pezzottify_download_throttle_limit_bytes\{period="hour"\} 1572864000$/m,
  /^pezzottify_download_throttle_is_throttled 0$/m,
];

describe('the metrics of the contract', () => {
  it('are each really set by what happens', async () => {
    const owner = await TestOwner.start({ role: 'all', albums: 1 });
    const ask = { artist_id: 'artist-1', artist_name: 'The Pilots' };
    const { json } = await owner.call<{ request_ids: string[] }>('POST', '/v1/download/request/discography', {
      body: ask,
    });
    const missing = (await owner.requestAlbum('no-such-album')).json.request_id;
    const ends = [
      [json.request_ids[0] ?? '', 'COMPLETED'],
      [missing, 'FAILED'],
    ] as const;
    for (const [id, status] of ends)
      await eventually(async () => expect((await owner.view(id)).json).toMatchObject({ status }), {
        timeoutMs: 20_000,
      });
    owner.provider.fail({ path: '/search', fault: { kind: 'status', status: 500 } });
    expect((await owner.get('/search?q=x')).status).toBe(502);
    const text = await owner.metrics();
    expect(METRICS.filter((sample) => !sample.test(text))).toEqual([]);
  }, 40_000);
});

describe('a worker on its own', () => {
  it('does the work of an owner that has none, with its own metrics and no database', async () => {
    const owner = await TestOwner.start({ albums: 1 });
    const { json } = await owner.requestAlbum('album-1');
    const worker = await startDownloadManager(
      { ...owner.config, role: 'worker', dbDir: '', metricsPort: 0 },
      { logger: silentLogger(), clock: owner.clock, version: '1', buildHash: '', requestStop: () => undefined },
    );
    await eventually(
      async () => expect((await owner.view(json.request_id)).json).toMatchObject({ status: 'COMPLETED' }),
      { timeoutMs: 20_000 },
    );
    const metrics = await fetch(`http://127.0.0.1:${String(worker.ready?.metricsPort)}/metrics`);
    expect(await metrics.text()).toContain('pezzottify_downloader_bytes_total{content_type="audio"}');
    await worker.stop('test over');
  }, 40_000);

  it('does not start without knowing the downloader', async () => {
    const context = {
      logger: silentLogger(),
      clock: new FakeClock(),
      version: '1',
      buildHash: '',
      requestStop: () => undefined,
    };
    const config = { role: 'worker', downloaderUrl: null } as Config;
    await expect(startDownloadManager(config, context)).rejects.toThrow(/downloader_url/);
  });
});

describe('the download manager while it is off', () => {
  let owner: TestOwner;

  beforeAll(async () => {
    owner = await TestOwner.start({ settings: { enabled: false } });
  });

  it.each([
    ['GET', '/v1/download/limits', 'user-1', 503, 'DOWNLOADS_DISABLED'],
    ['POST', '/v1/download/request/album', 'user-1', 503, 'DOWNLOADS_DISABLED'],
    ['GET', '/v1/download/limits', 'guest-1', 403, 'FORBIDDEN'],
    ['GET', '/v1/download/nothing', 'user-1', 404, 'ROUTE_NOT_FOUND'],
    ['PUT', '/v1/download/limits', 'user-1', 405, 'METHOD_NOT_ALLOWED'],
  ])('answers %s %s of %s with %d', async (method, path, token, status, code) => {
    const answer = await owner.call(method, path, { token });
    expect([answer.status, answer.code]).toEqual([status, code]);
  });

  it('gives workers nothing', async () => {
    const worker = { name: 'w', version: '1' };
    const claim = await owner.bus.request('queue.claim', { worker, max_items: 1 }, { timeoutMs: 5000 });
    expect(claim).toEqual({ kind: 'refused', reason: 'the download manager is off' });
    const lease = { item_id: 'x', lease_token: 'a'.repeat(32) };
    const beat = await owner.bus.request('queue.heartbeat', { worker, leases: [lease] }, { timeoutMs: 5000 });
    expect(beat).toEqual({ lost_item_ids: ['x'] });
    const outcome = { kind: 'handed_back' } as const;
    const settled = await owner.bus.request('queue.settle', { worker, ...lease, outcome }, { timeoutMs: 5000 });
    expect(settled).toEqual({ kind: 'stale' });
  });
});
