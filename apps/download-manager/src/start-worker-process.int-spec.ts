import { readdir } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { MessageBus } from '@pezzottify/messaging';
import { type Logger } from '@pezzottify/observability';
import { type RunningService } from '@pezzottify/service-runner';
import {
  afterTestFile,
  eventually,
  recordingLogger,
  sampleLibrary,
  silentLogger,
  startFaultyProvider,
  startNats,
} from '@pezzottify/testing';
import { type Answer, TestOwner } from './owner.fixture.js';
import { startDownloadManager } from './start-download-manager.js';
import { QueueOwner } from './worker/queue-owner.fixture.js';

const contextOf = (owner: Pick<TestOwner, 'clock'>, logger: Logger = silentLogger()) => ({
  logger,
  clock: owner.clock,
  version: '1',
  buildHash: '',
  requestStop: () => undefined,
});

async function startWorker(owner: TestOwner, config: Partial<TestOwner['config']> = {}, logger?: Logger) {
  const own = { ...owner.config, role: 'worker' as const, dbDir: '', metricsPort: 0, ...config };
  const worker = await startDownloadManager(own, contextOf(owner, logger));
  afterTestFile(() => worker.stop('test over'));
  return worker;
}

async function health(worker: RunningService, path = 'ready'): Promise<Pick<Answer, 'status' | 'json'>> {
  const answer = await fetch(`http://127.0.0.1:${String(worker.ready?.metricsPort)}/health/${path}`);
  return { status: answer.status, json: await answer.json() };
}

const ready = { status: 200, json: { status: 'ready', checks: { nats: 'ok', queue: 'ok' } } };

describe('a worker on its own', () => {
  it('says on its metrics port whether it gets work', async () => {
    const owner = await TestOwner.start({ albums: 1 });
    const worker = await startWorker(owner);
    await eventually(async () => expect(await health(worker)).toEqual(ready));
    expect(await health(worker, 'live')).toEqual({ status: 200, json: { status: 'ok' } });
  });

  it('fetches from a downloader of its own', async () => {
    const owner = await TestOwner.start({ albums: 1 });
    const own = await startFaultyProvider({ library: sampleLibrary({ albums: 1 }) });
    afterTestFile(() => own.stop());
    const { json } = await owner.requestAlbum('album-1');
    await startWorker(owner, { downloaderUrl: own.url });
    await eventually(
      async () => expect((await owner.view(json.request_id)).json).toMatchObject({ status: 'COMPLETED' }),
      { timeoutMs: 20_000 },
    );
    expect(owner.provider.requests('/album/*')).toEqual([]);
    expect(own.requests('/track/*/audio').length).toBeGreaterThan(0);
  }, 40_000);

  it('that is refused says why in its log and is not ready', async () => {
    const nats = await startNats();
    const peers = MessageBus.connect({ url: nats.url, service: 'download-manager', logger: silentLogger() });
    const queue = new QueueOwner(peers);
    queue.refusal = 'worker version 1 speaks protocol 2; this server needs 3 or later: upgrade the worker';
    peers.start();
    await peers.whenConnected();
    afterTestFile(async () => {
      await peers.stop();
      await nats.stop();
    });
    const owner = await TestOwner.start({ albums: 1 });
    const { logger, lines } = recordingLogger();
    const worker = await startWorker(owner, { nats: { ...owner.config.nats, url: nats.url } }, logger);
    const reason = `the owner of the queue refuses this worker: ${queue.refusal}`;
    await eventually(async () =>
      expect(await health(worker)).toMatchObject({ status: 503, json: { checks: { nats: 'ok', queue: reason } } }),
    );
    expect(lines.map(({ msg }) => msg)).toContain(reason);
    queue.refusal = null;
    worker.reload?.();
    await eventually(async () => expect(await health(worker)).toEqual(ready), { timeoutMs: 10_000 });
  });
});

describe('a request that is cancelled', () => {
  it('ends the work on its files within two seconds, and nothing of them remains', async () => {
    const owner = await TestOwner.start({ albums: 1 });
    await startWorker(owner);
    owner.provider.fail({ path: '/track/*/audio', fault: { kind: 'drip', bytesPerChunk: 100, everyMs: 50 } });
    const { json } = await owner.requestAlbum('album-1');
    const parts = async () =>
      (await readdir(owner.config.mediaPath, { recursive: true })).filter((name) => name.includes('.part-'));
    await eventually(async () => expect(await parts()).toHaveLength(1), { timeoutMs: 10_000 });
    expect((await owner.cancel(json.request_id)).status).toBe(204);
    await eventually(async () => expect(await parts()).toEqual([]), { timeoutMs: 2_000 });
    expect((await owner.view(json.request_id)).json).toMatchObject({ status: 'CANCELLED' });
  }, 30_000);
});
