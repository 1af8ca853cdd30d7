import { readdir } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '@pezzottify/service-runner';
import { silentLogger, temporaryDirectory } from '@pezzottify/testing';
import { MediaStore } from '../media/media-store.js';
import { HttpProvider } from '../provider/http-provider.adapter.js';
import { ExpandAlbum } from './album/expand-album.js';
import { type Catalog } from './catalog.port.js';
import { HeldItem } from './held-items.js';
import { startHostileProvider } from './hostile-provider.fixture.js';
import { runItem } from './run-item.js';
import { fetchTrackAudio } from './track-audio/fetch-track-audio.js';
import { type Outcome } from './work-item.js';

const MB = 1024 * 1024;
const MOST_GROWTH_MB = 64;

setFlagsFromString('--expose-gc');
/** Workers are started with a small young generation, which is looked through at every few megabytes; a test process is not. */
const collectGarbage = runInNewContext('gc') as (how: { type: 'minor' }) => void;

const catalog: Catalog = {
  ingestAlbum: () => Promise.resolve({ trackIds: new Set(), imageIds: new Set() }),
  attach: () => Promise.resolve('attached'),
};

/** The real worker's parts against a provider in a process of its own. */
async function setup(jsonSeconds: number) {
  const hostile = await startHostileProvider();
  const root = await temporaryDirectory();
  const provider = new HttpProvider({
    url: hostile.url,
    timeoutSeconds: 5,
    version: '1',
    jsonSeconds,
    pace: { seconds: 1, bytes: 1000 },
  });
  const store = new MediaStore({ root, settings: { minFreeSpaceMb: 0 }, logger: silentLogger() });
  const audio = fetchTrackAudio(provider, store, catalog);
  const album = new ExpandAlbum(provider, catalog, silentLogger());
  const works = { ALBUM: album, TRACK_AUDIO: audio, ALBUM_IMAGE: audio, ARTIST_IMAGE: audio };
  const run = (contentType: 'ALBUM' | 'TRACK_AUDIO', contentId: string, endMs?: number): Promise<Outcome | null> => {
    const item = { id: 'item', contentType, contentId, contentName: null, leaseToken: 'x', leaseSeconds: 60 };
    const held = new HeldItem(item, systemClock, systemClock.millis());
    if (endMs !== undefined) setTimeout(() => held.end('lost'), endMs);
    return runItem(works, held, silentLogger());
  };
  const files = async () =>
    (await readdir(root, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
  return { run, files, stop: () => Promise.all([provider.close(), hostile.stop()]) };
}

describe('a hostile provider', () => {
  let world: Awaited<ReturnType<typeof setup>>;
  let before = 0;
  let most = 0;
  let watch: NodeJS.Timeout;

  beforeAll(async () => {
    world = await setup(30);
    // What code and buffers take for themselves once is no growth.
    for (let round = 0; round < 3; round += 1)
      for (const id of ['good', 'deep', 'just-fits']) await world.run('ALBUM', id);
    before = process.memoryUsage.rss();
    watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss());
      collectGarbage({ type: 'minor' });
    }, 10);
  }, 60_000);
  afterAll(async () => {
    clearInterval(watch);
    await world.stop();
  });

  const refusals: readonly (readonly [id: string, errorType: string, message: RegExp])[] = [
    ['one-gb', 'parse', /too large/],
    ['huge-list', 'parse', /too large/],
    ['wide-object', 'parse', /too large/],
    ['bomb', 'parse', /too large/],
    ['deep', 'parse', /too large/],
    ['deep-objects', 'parse', /too large/],
    ['nan', 'parse', /not JSON/],
    ['infinity', 'parse', /not JSON/],
    ['number-id', 'parse', /id/],
    ['list-name', 'parse', /name/],
    ['null', 'parse', /album/],
    ['bytes', 'parse', /not JSON/],
    ['nothing', 'parse', /not JSON/],
    ['elsewhere', 'unknown', /redirected elsewhere/],
    ['round', 'unknown', /redirected more than 3 times/],
    ['zero-disc', 'parse', /disc_number/],
    ['no-disc', 'parse', /disc_number/],
    ['huge-number', 'parse', /./],
    ['strings', 'parse', /number/],
    ['many', 'parse', /./],
  ];

  it.each(refusals)(
    'sends the album %s: %s, with a reason people understand',
    async (id, errorType, message) => {
      const outcome = await world.run('ALBUM', id);
      expect(outcome).toMatchObject({ kind: 'retry', errorType, message: expect.stringMatching(message) });
      expect((outcome as { message: string }).message.length).toBeLessThan(500);
    },
    60_000,
  );

  it('sends metadata byte by byte: a timeout after the whole limit', async () => {
    const { run, stop } = await setup(1);
    const message = expect.stringMatching(/did not finish within 1 s/);
    expect(await run('ALBUM', 'drip')).toMatchObject({ kind: 'retry', errorType: 'timeout', message });
    await stop();
  });

  it.each([
    ['twins', ['same']],
    ['climbing', ['../../../etc/passwd', '..', 'a/../../b']],
  ])('sends the album %s: every id once, as it is', async (id, ids) => {
    const outcome = await world.run('ALBUM', id);
    if (outcome?.kind !== 'expanded') throw new Error(JSON.stringify(outcome));
    expect(outcome.children.map(({ contentId }) => contentId)).toEqual(ids);
  });

  it.each([
    ['audio-drip', { kind: 'retry', errorType: 'timeout' }],
    ['text', { kind: 'retry', errorType: 'corruption' }],
    ['../../../etc/passwd', { kind: 'retry', errorType: 'corruption' }],
  ])(
    'sends the file %s: nothing of it remains',
    async (id, outcome) => {
      expect(await world.run('TRACK_AUDIO', id)).toMatchObject(outcome);
      expect(await world.files()).toEqual([]);
    },
    30_000,
  );

  it('sends a file without end: it is given up with the item, and nothing of it remains', async () => {
    expect(await world.run('TRACK_AUDIO', 'endless', 500)).toBeNull();
    expect(await world.files()).toEqual([]);
  }, 30_000);

  it('costs no more memory than a few of its largest answers', () => {
    expect(Math.round((most - before) / MB)).toBeLessThanOrEqual(MOST_GROWTH_MB);
  });
});
