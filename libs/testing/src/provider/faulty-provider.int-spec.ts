import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type Fault } from './faults.js';
import { startFaultyProvider, type FaultyProvider, type FaultyProviderOptions } from './faulty-provider.js';
import { sampleLibrary } from './library.js';
import { spawnFaultyProvider } from './spawned-provider.js';

const AUDIO = '/track/album-1-track-1/audio';
let provider: FaultyProvider;

afterEach(() => provider.stop());

/** A real HTTP server on a free port, asked with the runtime's own client. */
async function setup(options?: FaultyProviderOptions) {
  provider = await startFaultyProvider(options);
  return {
    ask: (path: string) => fetch(provider.url + path, { redirect: 'manual', signal: AbortSignal.timeout(500) }),
  };
}

describe('the faulty provider', () => {
  it('serves every file with its length and the hash it names', async () => {
    const { ask } = await setup({ library: sampleLibrary({ tracksPerAlbum: 7 }) });
    for (const id of [1, 2, 3, 4, 5, 6, 7].map((number) => `album-1-track-${number}`)) {
      const response = await ask(`/track/${id}/audio`);
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(response.headers.get('content-length')).toBe(String(bytes.length));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(await provider.sha256(id));
    }
  });

  it('generates different bytes for each track, the same ones each time', async () => {
    await setup({ library: sampleLibrary({ trackBytes: 200_000 }) });
    const hashes = await Promise.all([1, 1, 2].map((number) => provider.sha256(`album-1-track-${number}`)));
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[0]).not.toBe(hashes[2]);
  });

  it('speaks both shapes', async () => {
    const flat = await (await setup({ shape: 'A' })).ask('/artist/artist-1/discography');
    expect(await flat.json()).toMatchObject({ artist: { id: 'artist-1' }, albums: [{ id: 'album-1', year: 2010 }] });
    await provider.stop();
    const grouped = await (await setup({ shape: 'B' })).ask('/artist/artist-1/discography');
    expect(await grouped.json()).toEqual({ albums: ['album-1'] });
  });

  it('answers 404 for what it does not have', async () => {
    const { ask } = await setup();
    const answers = await Promise.all(['/album/none', '/track/none/audio', '/nowhere'].map(ask));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
  });

  it('hits exactly the requests a rule names, and heals', async () => {
    const { ask } = await setup();
    provider.fail({ path: '/track/*/audio', fault: { kind: 'status', status: 500 }, after: 1, times: 2 });
    const statuses: number[] = [];
    for (let request = 0; request < 4; request++) statuses.push((await ask(AUDIO)).status);
    expect(statuses).toEqual([200, 500, 500, 200]);
    provider.fail({ path: AUDIO, fault: { kind: 'status', status: 503, headers: { 'retry-after': '7' } } });
    expect((await ask(AUDIO)).headers.get('retry-after')).toBe('7');
    provider.heal();
    expect((await ask(AUDIO)).status).toBe(200);
    expect(provider.requests('/track/*/audio')).toHaveLength(6);
  });

  it('fails for ever where it was told that it lasts', async () => {
    const { ask } = await setup();
    provider.fail({ path: AUDIO, fault: { kind: 'status', status: 404 }, isLasting: true });
    provider.fail({ path: AUDIO, fault: { kind: 'status', status: 500 }, times: 1 });
    provider.heal();
    expect([(await ask(AUDIO)).status, (await ask('/album/album-1')).status]).toEqual([404, 200]);
  });

  it('sends audio no faster than its line', async () => {
    const { ask } = await setup({ audioLine: { bytesPerChunk: 4_000, everyMs: 50 } });
    const from = performance.now();
    expect((await (await ask(AUDIO)).arrayBuffer()).byteLength).toBe(10_996);
    expect(performance.now() - from).toBeGreaterThan(100);
  });

  const breaking: [string, Fault][] = [
    ['a truncated body', { kind: 'truncate', afterBytes: 100 }],
    ['a length beyond the body', { kind: 'wrong-length', delta: 50 }],
    ['a stalled body', { kind: 'stall', afterBytes: 100 }],
    ['no answer', { kind: 'silence' }],
    ['a reset', { kind: 'reset' }],
  ];
  it.each(breaking)('breaks the answer: %s', async (_name, fault) => {
    const { ask } = await setup();
    provider.fail({ path: AUDIO, fault });
    await expect(ask(AUDIO).then((response) => response.arrayBuffer())).rejects.toThrow();
  });

  it('lets only so many audio downloads run at a time', async () => {
    const { ask } = await setup({ audioAtATime: 1 });
    provider.fail({ path: AUDIO, fault: { kind: 'delay', ms: 100 }, times: 1 });
    const answers = await Promise.all([ask(AUDIO), ask(AUDIO)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 429]);
  });

  it('runs in a process of its own just the same', async () => {
    await setup();
    const spawned = await spawnFaultyProvider();
    try {
      await spawned.fail({ path: AUDIO, fault: { kind: 'html' }, times: 1 });
      expect((await fetch(spawned.url + AUDIO)).headers.get('content-type')).toBe('text/html');
      expect(await spawned.requests(AUDIO)).toHaveLength(1);
      expect(await spawned.sha256('album-1-cover-large')).toBe(await provider.sha256('album-1-cover-large'));
    } finally {
      await spawned.stop();
    }
    await expect(fetch(spawned.url)).rejects.toThrow();
  });
});
