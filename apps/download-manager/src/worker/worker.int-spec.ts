import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type CatalogAttachReply, type CatalogAttachRequest } from '@pezzottify/contracts';
import { MessageBus } from '@pezzottify/messaging';
import { systemClock } from '@pezzottify/service-runner';
import {
  eventually,
  type Fault,
  type FaultyProviderOptions,
  type NatsServer,
  sampleLibrary,
  silentLogger,
  startFaultyProvider,
  startNats,
  temporaryDirectory,
} from '@pezzottify/testing';
import { HttpProvider } from '../provider/http-provider.adapter.js';
import { NatsCatalog } from './nats-catalog.adapter.js';
import { CatalogMemory, QueueOwner } from './queue-owner.fixture.js';
import { startWorker } from './start-worker.js';
import { CatalogAwayError } from './worker.errors.js';

const AUDIO = '/track/album-1-track-1/audio';
const cleanUps: (() => Promise<unknown>)[] = [];
let nats: NatsServer;

beforeAll(async () => {
  nats = await startNats();
});
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});
afterAll(() => nats.stop());

interface Setup {
  provider?: FaultyProviderOptions;
  leaseSeconds?: number;
  ownerProtocol?: number;
  concurrency?: number;
  pollSeconds?: number;
  timeoutSeconds?: number;
}

/** Real NATS, a real HTTP provider, a real media folder; the owner of the queue and the catalog are in memory. */
async function setup(options: Setup = {}) {
  const faulty = await startFaultyProvider(options.provider);
  cleanUps.push(() => faulty.stop());
  const peers = await bus('download-manager');
  const owner = new QueueOwner(peers, options.leaseSeconds, options.ownerProtocol);
  const catalog = new CatalogMemory(peers);
  const mediaPath = await temporaryDirectory();
  const worker = await start(faulty.url, mediaPath, options);
  const files = async () =>
    (await readdir(mediaPath, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(mediaPath.length + 1));
  const fail = (path: string, fault: Fault) => faulty.fail({ path, fault });
  return { faulty, owner, catalog, peers, mediaPath, worker, files, fail };
}

async function start(url: string, mediaPath: string, options: Setup) {
  const provider = new HttpProvider({ url, timeoutSeconds: options.timeoutSeconds ?? 30, version: '1' });
  const downloadManager = {
    workerConcurrency: options.concurrency ?? 1,
    processIntervalSecs: options.pollSeconds ?? 3600,
    minFreeSpaceMb: 0,
  } as Parameters<typeof startWorker>[0]['config']['downloadManager'];
  const worker = await startWorker({
    bus: await bus('worker'),
    provider,
    config: { mediaPath, downloaderUrl: url, downloadManager },
    logger: silentLogger(),
    clock: systemClock,
    version: '1',
  });
  cleanUps.push(
    () => provider.close(),
    () => worker.stop(),
  );
  return worker;
}

async function bus(service: string): Promise<MessageBus> {
  const connected = MessageBus.connect({ url: nats.url, service, logger: silentLogger() });
  connected.start();
  await connected.whenConnected();
  cleanUps.push(() => connected.stop());
  return connected;
}

const hashOf = async (path: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

describe('a worker', () => {
  it('takes an album from metadata to playable files', async () => {
    const { owner, catalog, faulty, mediaPath, files } = await setup({
      // More at a time would be answered 429.
      provider: { library: sampleLibrary({ tracksPerAlbum: 7 }), audioAtATime: 4 },
      concurrency: 4,
    });
    owner.put('ALBUM', 'album-1');
    const expanded = await eventually(() => {
      expect(owner.settled).toHaveLength(1);
      return owner.settled[0]!.outcome;
    });
    if (expanded.kind !== 'expanded') throw new Error(expanded.kind);
    expect(expanded).toMatchObject({ album_name: 'Harbour Lights 1', artist_name: 'The Pilots' });
    expect(catalog.ingested).toHaveLength(1);
    for (const { content_type, content_id } of expanded.children) owner.put(content_type, content_id);
    await eventually(() => expect(owner.settled).toHaveLength(11), { timeoutMs: 20_000 });
    expect(owner.mostHeld).toBeLessThanOrEqual(8);
    expect(owner.settled.slice(1).every(({ outcome }) => outcome.kind === 'stored')).toBe(true);
    expect((await files()).sort()).toEqual(catalog.attached.map(({ uri }) => uri).sort());
    for (const { id, uri } of catalog.attached)
      expect(await hashOf(join(mediaPath, uri))).toBe(await faulty.sha256(id));
    const formats = catalog.attached.filter(
      (one): one is Extract<CatalogAttachRequest, { format: string }> => 'format' in one,
    );
    expect(new Set(formats.map(({ format }) => format))).toEqual(
      new Set(['Flac', 'Mp3_320', 'OggVorbis320', 'Aac160', 'Unknown']),
    );
  });

  it('leaves out what is already in place', async () => {
    const { owner, catalog } = await setup();
    catalog.ingestReply = {
      kind: 'ingested',
      track_ids_in_place: ['album-1-track-1', 'album-1-track-2', 'album-1-track-3'],
      image_ids_in_place: ['artist-1-portrait'],
    };
    owner.put('ALBUM', 'album-1');
    await eventually(() =>
      expect(owner.outcomes()).toMatchObject([
        { kind: 'expanded', children: [{ content_id: 'album-1-cover-large' }, { content_id: 'album-1-cover-small' }] },
      ]),
    );
  });

  it('does not fetch a verified file again', async () => {
    const { owner, faulty, catalog } = await setup();
    for (let time = 1; time <= 2; time++) {
      owner.put('TRACK_AUDIO', 'album-1-track-1');
      await eventually(() => expect(owner.settled).toHaveLength(time));
    }
    expect(owner.outcomes()[1]).toMatchObject({ kind: 'stored', bytes: 10_996, media_kind: 'audio' });
    expect(faulty.requests(AUDIO)).toHaveLength(1);
    expect(catalog.attached).toHaveLength(2);
  });

  it('fetches the next file while it waits for the catalog to take the one before', async () => {
    const { owner, catalog, faulty } = await setup();
    const taken = Promise.withResolvers<CatalogAttachReply>();
    catalog.attachReply = taken.promise;
    for (const track of [1, 2, 3]) owner.put('TRACK_AUDIO', `album-1-track-${track}`);
    await eventually(() => expect(faulty.requests('/track/*/audio')).toHaveLength(2));
    expect(owner.settled).toHaveLength(0);
    taken.resolve({ kind: 'attached' });
    await eventually(() => expect(owner.settled).toHaveLength(3));
  });

  it('removes a file whose track is gone and gives up', async () => {
    const { owner, catalog, files } = await setup();
    catalog.attachReply = { kind: 'unknown_entity' };
    owner.put('TRACK_AUDIO', 'album-1-track-1');
    owner.put('ALBUM_IMAGE', 'album-1-cover-large');
    await eventually(() => expect(owner.settled).toHaveLength(2));
    for (const outcome of owner.outcomes()) expect(outcome).toMatchObject({ kind: 'give_up', error_type: 'storage' });
    expect(await files()).toEqual([]);
  });

  it('says why the catalog refused an album, and lets it be tried again', async () => {
    const { owner, catalog } = await setup();
    catalog.ingestReply = { kind: 'refused', reason: 'the name is blank' };
    owner.put('ALBUM', 'album-1');
    await eventually(() =>
      expect(owner.outcomes()).toMatchObject([
        { kind: 'retry', error_type: 'storage', message: expect.stringContaining('the name is blank') },
      ]),
    );
  });
});

describe('a failing provider', () => {
  const cases: [string, Fault, Record<string, unknown>][] = [
    ['404', { kind: 'status', status: 404 }, { kind: 'give_up', error_type: 'not_found' }],
    ['410', { kind: 'status', status: 410 }, { kind: 'give_up', error_type: 'not_found' }],
    [
      '429',
      { kind: 'status', status: 429, headers: { 'retry-after': '9' } },
      { kind: 'wait', error_type: 'rate_limited', retry_after_seconds: 9 },
    ],
    ['503', { kind: 'status', status: 503 }, { kind: 'wait', error_type: 'rate_limited', retry_after_seconds: null }],
    ['500', { kind: 'status', status: 500 }, { kind: 'retry', error_type: 'connection' }],
    ['a reset', { kind: 'reset' }, { kind: 'retry', error_type: 'connection' }],
    ['silence', { kind: 'silence' }, { kind: 'retry', error_type: 'timeout' }],
    ['a stalled body', { kind: 'stall', afterBytes: 500 }, { kind: 'retry', error_type: 'timeout' }],
    ['a truncated body', { kind: 'truncate', afterBytes: 500 }, { kind: 'retry', error_type: 'corruption' }],
    ['a wrong Content-Length', { kind: 'wrong-length', delta: 7 }, { kind: 'retry', error_type: 'corruption' }],
    [
      'a Content-Length that is too small',
      { kind: 'wrong-length', delta: -7 },
      { kind: 'retry', error_type: 'corruption' },
    ],
    ['an empty body', { kind: 'empty' }, { kind: 'retry', error_type: 'corruption' }],
    ['HTML', { kind: 'html' }, { kind: 'retry', error_type: 'corruption' }],
    ['a packed body', { kind: 'gzip' }, { kind: 'retry', error_type: 'corruption' }],
    ['400', { kind: 'status', status: 400 }, { kind: 'retry', error_type: 'unknown' }],
    ['a redirect away', { kind: 'redirect', location: 'http://127.0.0.2/x' }, { kind: 'retry', error_type: 'unknown' }],
  ];
  it.each(cases)('answers with %s: the true reason, and nothing remains', async (_name, fault, outcome) => {
    // Short only where silence is the fault: a busy machine must not look like one.
    const timeoutSeconds = fault.kind === 'silence' || fault.kind === 'stall' ? 0.3 : 30;
    const { owner, fail, files, catalog } = await setup({ timeoutSeconds });
    fail(AUDIO, fault);
    owner.put('TRACK_AUDIO', 'album-1-track-1');
    await eventually(() => expect(owner.outcomes()).toMatchObject([outcome]));
    expect(await files()).toEqual([]);
    expect(catalog.attached).toEqual([]);
  });

  it('gives unreadable metadata: parse, and the catalog hears nothing', async () => {
    const { owner, fail, catalog } = await setup();
    fail('/album/*/tracks', { kind: 'replace', body: '[{"id":"t1"}]' });
    owner.put('ALBUM', 'album-1');
    await eventually(() => expect(owner.outcomes()).toMatchObject([{ kind: 'retry', error_type: 'parse' }]));
    expect(catalog.ingested).toEqual([]);
  });
});

describe('a lease', () => {
  const slow: Fault = { kind: 'drip', bytesPerChunk: 100, everyMs: 50 };

  it('is renewed while the work goes on', async () => {
    const { owner, fail } = await setup({ leaseSeconds: 1 });
    fail(AUDIO, { kind: 'delay', ms: 1500 });
    owner.put('TRACK_AUDIO', 'album-1-track-1');
    await eventually(() => expect(owner.outcomes()).toMatchObject([{ kind: 'stored' }]));
    expect(owner.heartbeats).toBeGreaterThanOrEqual(3);
    expect(owner.heartbeats).toBeLessThanOrEqual(6);
  });

  it.each(['heartbeat', 'signal'])(
    'that is lost ends the work at once and its result is thrown away: %s',
    async (how) => {
      const { owner, fail, files, faulty, peers } = await setup({ leaseSeconds: how === 'heartbeat' ? 1 : 60 });
      fail(AUDIO, slow);
      const id = owner.put('TRACK_AUDIO', 'album-1-track-1');
      await eventually(async () => expect(await files()).toHaveLength(1));
      owner.take(id);
      if (how === 'signal') peers.signal('queue.items-cancelled', { item_ids: [id] });
      await eventually(async () => expect(await files()).toEqual([]), { timeoutMs: 2000 });
      // The slot is free again, and nothing of the lost work arrives.
      faulty.heal();
      owner.put('TRACK_AUDIO', 'album-1-track-2');
      await eventually(() => expect(owner.outcomes()).toMatchObject([{ kind: 'stored' }]));
      expect(owner.settled[0]!.item_id).not.toBe(id);
    },
  );

  it('outlives NATS: the work goes on and its result arrives later', async () => {
    const { owner, fail, faulty, files } = await setup();
    fail(AUDIO, { kind: 'delay', ms: 400 });
    owner.put('ALBUM', 'album-1');
    await eventually(() => expect(owner.settled).toHaveLength(1));
    owner.put('TRACK_AUDIO', 'album-1-track-1');
    await eventually(() => expect(faulty.requests(AUDIO)).toHaveLength(1));
    await nats.kill();
    await eventually(async () => expect(await files()).toEqual(['audio/al/bu/m-/album-1-track-1.flac']));
    await nats.start();
    await eventually(() => expect(owner.settled).toHaveLength(2), { timeoutMs: 15_000 });
    expect(owner.outcomes()[1]).toMatchObject({ kind: 'stored' });
    // And the worker asks for more without waiting for its long interval.
    owner.put('TRACK_AUDIO', 'album-1-track-2');
    await eventually(() => expect(owner.settled).toHaveLength(3), { timeoutMs: 15_000 });
  });
});

describe('a stop', () => {
  it('hands back what cannot end quickly, leaves nothing, and claims no more', async () => {
    const { owner, fail, files, worker } = await setup();
    fail(AUDIO, { kind: 'stall', afterBytes: 500 });
    owner.put('TRACK_AUDIO', 'album-1-track-1');
    await eventually(async () => expect(await files()).toHaveLength(1));
    await worker.stop();
    expect(owner.outcomes()).toEqual([{ kind: 'handed_back' }]);
    expect(await files()).toEqual([]);
    owner.put('TRACK_AUDIO', 'album-1-track-2');
    expect(owner.held.size).toBe(0);
  });

  it('lets what is nearly done end', async () => {
    const { owner, fail, worker, faulty } = await setup();
    fail(AUDIO, { kind: 'delay', ms: 500 });
    owner.put('TRACK_AUDIO', 'album-1-track-1');
    await eventually(() => expect(faulty.requests(AUDIO)).toHaveLength(1));
    await worker.stop();
    expect(owner.outcomes()).toMatchObject([{ kind: 'stored' }]);
  });
});

describe('an owner that does not give work', () => {
  it('is asked again after the interval', async () => {
    const { owner } = await setup({ pollSeconds: 0.2 });
    owner.refusal = 'this version is too old';
    owner.put('TRACK_AUDIO', 'album-1-track-1');
    await eventually(() => expect(owner.refused).toBeGreaterThan(1));
    owner.refusal = null;
    await eventually(() => expect(owner.outcomes()).toMatchObject([{ kind: 'stored' }]));
  });
});

describe('the owner of the queue', () => {
  it('is told which protocol and which downloader, never the address', async () => {
    const { owner, faulty } = await setup();
    owner.put('TRACK_AUDIO', 'album-1-track-1');
    await eventually(() => expect(owner.settled).toHaveLength(1));
    expect(owner.settled[0]?.worker).toMatchObject({
      protocol: 2,
      downloader: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect(JSON.stringify(owner.settled[0]?.worker)).not.toContain(new URL(faulty.url).port);
  });

  it.each([
    ['one by one, if it is an older one', 1],
    ['together, if it is as new as the worker', 2],
  ])('is told results %s', async (_how, protocol) => {
    const { owner } = await setup({ concurrency: 6, ownerProtocol: protocol });
    owner.delaySettlements();
    for (let track = 1; track <= 4; track += 1)
      owner.put('ALBUM_IMAGE', track % 2 ? 'album-1-cover-large' : 'album-1-cover-small');
    await eventually(() => expect(owner.settled).toHaveLength(4));
    expect(owner.settledTogether > 0).toBe(protocol === 2);
  });

  it('may be replaced by an older one while results are on their way', async () => {
    const { owner } = await setup({ concurrency: 6 });
    owner.delaySettlements();
    owner.failTogether = true;
    for (let track = 1; track <= 4; track += 1) owner.put('ALBUM_IMAGE', 'album-1-cover-large');
    await eventually(() => expect(owner.settled).toHaveLength(4));
    expect(owner.settledTogether).toBe(0);
  });
});

describe('a catalog that is away', () => {
  it('is waited for a moment, then it is away', async () => {
    const caller = await bus('worker');
    const signal = new AbortController().signal;
    const attachment = { kind: 'track_audio', id: 't', uri: 'audio/t.flac', format: 'Flac' } as const;
    await expect(new NatsCatalog(caller, 300).attach(attachment, signal)).rejects.toThrow(CatalogAwayError);
    const waiting = new NatsCatalog(caller, 10_000).attach(attachment, signal);
    const catalog = new CatalogMemory(await bus('catalog-api'));
    expect(await waiting).toBe('attached');
    expect(catalog.attached).toEqual([attachment]);
  });
});
