import { createServer, type RequestListener } from 'node:http';
import { once } from 'node:events';
import { type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type Fault, type FaultyProviderOptions, sampleLibrary, startFaultyProvider } from '@pezzottify/testing';
import { HttpProvider, type HttpProviderOptions } from './http-provider.adapter.js';
import { ProviderError } from './provider.errors.js';
import { type ProviderRequestEnded } from './provider.observer.js';
import { type ProviderMedia } from './provider.port.js';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** The adapter against a real HTTP server that fails as told. */
async function setup(server: FaultyProviderOptions = {}, client: Partial<HttpProviderOptions> = {}) {
  const faulty = await startFaultyProvider(server);
  const provider = connect({ url: faulty.url, ...client });
  cleanUps.push(() => faulty.stop());
  return { faulty, provider, failing: (path: string, fault: Fault) => faulty.fail({ path, fault }) };
}

function connect(options: Partial<HttpProviderOptions> & { url: string }): HttpProvider {
  const provider = new HttpProvider({ timeoutSeconds: 20, version: '1.2.3', ...options });
  cleanUps.unshift(() => provider.close());
  return provider;
}

/** Short where the time limit is what the test is about; long where a busy machine must not look like a failure. */
function limitsFor({ kind }: Fault): Partial<HttpProviderOptions> {
  return { timeoutSeconds: kind === 'silence' || kind === 'stall' ? 0.3 : 20 };
}

async function failureOf(work: Promise<unknown>): Promise<ProviderError> {
  const error: unknown = await work.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProviderError)) throw error;
  return error;
}

async function read(media: Promise<ProviderMedia>): Promise<number> {
  let bytes = 0;
  for await (const chunk of (await media).body) bytes += chunk.length;
  return bytes;
}

describe('a provider that works', () => {
  it.each(['A', 'B'] as const)('is understood in shape %s', async (shape) => {
    const { provider } = await setup({ shape, library: sampleLibrary({ albums: 2 }) });
    expect(await provider.search('lights 2', 'album')).toMatchObject([{ id: 'album-2', artistName: 'The Pilots' }]);
    expect(await provider.search('pilot', 'artist')).toMatchObject([{ id: 'artist-1', name: 'The Pilots' }]);
    expect(await provider.discography('artist-1')).toMatchObject({
      artist: { id: 'artist-1', name: 'The Pilots' },
      albums: [
        { id: 'album-1', name: 'Harbour Lights 1', year: 2010, artistName: 'The Pilots' },
        { id: 'album-2', name: 'Harbour Lights 2', year: 2010 },
      ],
    });
    expect(await provider.artist('artist-1')).toMatchObject({ portraits: [{ id: 'artist-1-portrait' }] });
    expect(await provider.album('album-1')).toMatchObject({ artistIds: ['artist-1'], covers: [{}, {}] });
    expect(await provider.albumTracks('album-1')).toHaveLength(3);
    expect(await provider.status()).toEqual({ state: 'Healthy', uptimeSeconds: 5400, lastError: null });
    await expect(provider.health()).resolves.toBeUndefined();
  });

  it('streams media with its type and length', async () => {
    const { provider, faulty } = await setup();
    const media = await provider.openAudio('album-1-track-1');
    expect(media.contentType).toBe('audio/flac');
    expect(await read(Promise.resolve(media))).toBe(media.contentLength);
    expect(await read(provider.openImage('album-1-cover-small'))).toBeGreaterThan(100);
    expect(faulty.requests('/track/*/audio')[0]?.headers).toMatchObject({
      'user-agent': 'Pezzottify/1.2.3',
      'accept-encoding': 'identity',
    });
  });

  it('is asked below its prefix, with every id as one encoded segment', async () => {
    const paths: string[] = [];
    const url = await serve((request, response) => {
      paths.push(request.url ?? '');
      response.end(JSON.stringify({ id: 'r', name: 'n' }));
    });
    const provider = connect({ url: `${url}/music/v1/` });
    for (const id of ['a/b?c', '..', 'ü']) await provider.artist(id);
    expect(paths).toEqual(['/music/v1/artist/a%2Fb%3Fc', '/music/v1/artist/%2E%2E', '/music/v1/artist/%C3%BC']);
  });

  it('may pack its JSON', async () => {
    const { provider, failing } = await setup();
    failing('/album/*', { kind: 'gzip' });
    expect((await provider.album('album-1')).name).toBe('Harbour Lights 1');
  });

  it('may move an answer within itself, three times', async () => {
    const { provider, faulty } = await setup();
    const step = (from: string, to: string) => faulty.fail({ path: from, fault: { kind: 'redirect', location: to } });
    step('/image/a', '/image/b');
    step('/image/b', `${faulty.url}/image/c`);
    step('/image/c', 'album-1-cover-large');
    expect(await read(provider.openImage('a'))).toBeGreaterThan(100);
    step('/image/z', '/image/a');
    expect(await failureOf(provider.openImage('z'))).toMatchObject({ errorType: 'unknown' });
  });
});

describe('a discography of ids', () => {
  it('is looked up four at a time, without the albums that fail', async () => {
    const library = sampleLibrary({ albums: 10 });
    let [running, most] = [0, 0];
    const url = await serve((request, response) => {
      const path = request.url ?? '';
      if (path.endsWith('/discography')) {
        response.end(JSON.stringify({ albums: library.albums.map(({ id }) => id) }));
        return;
      }
      most = Math.max(most, ++running);
      setTimeout(() => {
        running -= 1;
        if (path.endsWith('album-3')) response.statusCode = 500;
        response.end(JSON.stringify({ id: 'x', name: `name of ${path}`, album_type: 'album' }));
      }, 20);
    });
    const { albums } = await connect({ url }).discography('artist-1');
    expect(albums).toHaveLength(9);
    expect(albums[1]).toMatchObject({ id: 'album-2', name: 'name of /album/album-2' });
    expect(most).toBe(4);
  });

  it('keeps its other albums when a name or an id holds half of a surrogate pair', async () => {
    const url = await serve((_request, response) =>
      response.end(
        '{"id":"a","name":"n","albums":[{"id":"one","name":"\\ud800 One"},{"id":"\\udc00","name":"Two"},{"id":"three","name":"Three"}]}',
      ),
    );
    const { albums } = await connect({ url }).discography('a');
    expect(albums.map(({ id, name }) => [id, name])).toEqual([
      ['one', '\ufffd One'],
      ['three', 'Three'],
    ]);
  });

  it('fails with its artist', async () => {
    const { provider, failing } = await setup({ shape: 'B' });
    failing('/artist/artist-1', { kind: 'status', status: 404 });
    expect(await failureOf(provider.discography('artist-1'))).toMatchObject({ errorType: 'not_found' });
  });

  it('keeps what came in time, and is a timeout when nothing did', async () => {
    const { provider, failing } = await setup(
      { shape: 'B', library: sampleLibrary({ albums: 3 }) },
      { searchSeconds: 1 },
    );
    failing('/album/album-2', { kind: 'silence' });
    expect((await provider.discography('artist-1')).albums.map(({ id }) => id)).toEqual(['album-1', 'album-3']);
    failing('/album/*', { kind: 'silence' });
    expect(await failureOf(provider.discography('artist-1'))).toMatchObject({ errorType: 'timeout' });
  });
});

describe('a failure', () => {
  const json: [string, Fault, string][] = [
    ['404', { kind: 'status', status: 404 }, 'not_found'],
    ['410', { kind: 'status', status: 410 }, 'not_found'],
    ['429', { kind: 'status', status: 429 }, 'rate_limited'],
    ['503', { kind: 'status', status: 503 }, 'rate_limited'],
    ['500', { kind: 'status', status: 500 }, 'connection'],
    ['reset', { kind: 'reset' }, 'connection'],
    ['408', { kind: 'status', status: 408 }, 'timeout'],
    ['504', { kind: 'status', status: 504 }, 'timeout'],
    ['no headers', { kind: 'silence' }, 'timeout'],
    ['a stalled body', { kind: 'stall', afterBytes: 5 }, 'timeout'],
    ['a cut off body', { kind: 'truncate', afterBytes: 5 }, 'parse'],
    ['HTML', { kind: 'html' }, 'parse'],
    ['an empty body', { kind: 'empty' }, 'parse'],
    ['204', { kind: 'replace', status: 204, body: '' }, 'parse'],
    ['nothing but brackets', { kind: 'replace', body: '['.repeat(100) }, 'parse'],
    ['a million empty lists', { kind: 'replace', body: `[${'[],'.repeat(1_000_000)}0]` }, 'parse'],
    ['a missing key', { kind: 'replace', body: '{"id":"album-1"}' }, 'parse'],
    ['bytes that are not UTF-8', { kind: 'gzip-bomb', bytes: 10 }, 'parse'],
    ['17 MiB packed into a few KB', { kind: 'gzip-bomb', bytes: 17 * 1024 * 1024 }, 'parse'],
    ['an unknown encoding', { kind: 'replace', body: '{}', headers: { 'content-encoding': 'zstd' } }, 'parse'],
    ['no encoding at all', { kind: 'replace', body: '{}', headers: { 'content-encoding': 'constructor' } }, 'parse'],
    ['packed rubbish', { kind: 'replace', body: 'rubbish', headers: { 'content-encoding': 'gzip' } }, 'parse'],
    ['400', { kind: 'status', status: 400 }, 'unknown'],
    ['a redirect to another host', { kind: 'redirect', location: 'http://127.0.0.2/album/album-1' }, 'unknown'],
    ['a redirect without a target', { kind: 'replace', status: 302, body: '' }, 'unknown'],
    ['a redirect to itself', { kind: 'redirect', location: '/album/album-1' }, 'unknown'],
  ];
  it.each(json)('of metadata: %s', async (_name, fault, errorType) => {
    const { provider, failing } = await setup({}, limitsFor(fault));
    failing('/album/*', fault);
    expect((await failureOf(provider.album('album-1'))).errorType).toBe(errorType);
  });

  const media: [string, Fault, string][] = [
    ['404', { kind: 'status', status: 404 }, 'not_found'],
    ['429', { kind: 'status', status: 429 }, 'rate_limited'],
    ['reset before the body', { kind: 'reset' }, 'connection'],
    ['no headers', { kind: 'silence' }, 'timeout'],
    ['no further byte', { kind: 'stall', afterBytes: 50 }, 'timeout'],
    ['cut off', { kind: 'truncate', afterBytes: 50 }, 'corruption'],
    ['shorter than its Content-Length', { kind: 'wrong-length', delta: 10 }, 'corruption'],
    ['longer than its Content-Length', { kind: 'wrong-length', delta: -10 }, 'corruption'],
    ['packed', { kind: 'gzip' }, 'corruption'],
  ];
  it.each(media)('of media: %s', async (_name, fault, errorType) => {
    const { provider, failing } = await setup({}, limitsFor(fault));
    failing('/track/*/audio', fault);
    expect((await failureOf(read(provider.openAudio('album-1-track-1')))).errorType).toBe(errorType);
  });

  it('of the connection: nobody listens, no such host', async () => {
    const { provider, faulty } = await setup();
    await faulty.stop();
    cleanUps.pop();
    expect((await failureOf(provider.album('a'))).message).toContain('ECONNREFUSED');
    const nowhere = connect({ url: 'http://host.invalid' });
    expect((await failureOf(nowhere.album('a'))).errorType).toBe('connection');
  });

  it('carries what the provider said, cleaned and shortened, and how long to wait', async () => {
    const { provider, failing } = await setup();
    const message = `one\u0007 at a time ${'!'.repeat(500)}`;
    failing('/album/*', { kind: 'status', status: 429, headers: { 'retry-after': '17' }, message });
    const failure = await failureOf(provider.album('album-1'));
    expect(failure).toMatchObject({ isWait: true, retryAfterSeconds: 17 });
    expect(failure.message).toMatch(/^album: the provider answered 429: one at a time !+$/);
    expect(failure.message.length).toBeLessThan(340);
  });

  it('of a search that drips along is a timeout after the whole limit', async () => {
    const { provider, failing } = await setup({}, { searchSeconds: 0.3 });
    failing('/search', { kind: 'drip', bytesPerChunk: 1, everyMs: 50 });
    expect(await failureOf(provider.search('x', 'album'))).toMatchObject({ errorType: 'timeout' });
  });

  it('of a status that does not come is a timeout', async () => {
    const { provider, failing } = await setup({}, { statusSeconds: 0.2, timeoutSeconds: 60 });
    failing('/status', { kind: 'silence' });
    expect(await failureOf(provider.status())).toMatchObject({ errorType: 'timeout' });
  });
});

describe('a caller that gives up', () => {
  it.each(['silence', 'stall'] as const)('gets its own reason back: %s', async (kind) => {
    const { provider, failing } = await setup({}, { timeoutSeconds: 60 });
    failing('*', { kind, afterBytes: 1 });
    failing('/*/*', { kind, afterBytes: 1 });
    failing('/*/*/*', { kind, afterBytes: 1 });
    const reason = new Error('no longer wanted');
    const asks = [
      (signal: AbortSignal) => provider.album('album-1', signal),
      (signal: AbortSignal) => provider.discography('artist-1', signal),
      (signal: AbortSignal) => read(provider.openAudio('album-1-track-1', signal)),
    ];
    for (const ask of asks) {
      const controller = new AbortController();
      setTimeout(() => controller.abort(reason), 60);
      await expect(ask(controller.signal)).rejects.toBe(reason);
    }
  });
});

describe('an observer', () => {
  it('hears of every request and every byte', async () => {
    const ended: ProviderRequestEnded[] = [];
    let bytes = 0;
    const observer = {
      requestEnded: (event: ProviderRequestEnded) => ended.push(event),
      bytesReceived: (_: string, n: number) => (bytes += n),
    };
    const { provider, failing } = await setup({}, { observer, searchSeconds: 0.5 });
    const length = await read(provider.openAudio('album-1-track-1'));
    failing('/track/*/audio', { kind: 'truncate', afterBytes: 50 });
    failing('/search', { kind: 'silence' });
    await failureOf(read(provider.openAudio('album-1-track-1')));
    await failureOf(provider.search('x', 'album'));
    await provider.status();
    expect(ended.map(({ operation, errorType }) => [operation, errorType])).toEqual([
      ['download_audio', null],
      ['download_audio', 'corruption'],
      ['search', 'timeout'],
      ['get_status', null],
    ]);
    expect(bytes).toBe(length + 50);
    expect(ended.every(({ seconds }) => seconds > 0 && seconds < 5)).toBe(true);
  });
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
