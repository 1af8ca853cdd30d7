import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, silentLogger, temporaryDirectory } from '@pezzottify/testing';
import { systemClock } from '@pezzottify/service-runner';
import {
  findAlbum,
  PATIENCE,
  silentWave,
  startOnSamples,
  tracksOf,
  type Downloader,
  type Start,
} from './library-downloader.fixture.js';
import { libraryRoot, startLibraryDownloader } from './start-library-downloader.js';

const LETTERS = 'Marea Vidal/2021 - Low Tide Letters';

const tools = { temporaryDirectory, silentLogger, eventually };
let downloader: Downloader;
afterEach(() => downloader.stop());

async function setup(...start: Start) {
  downloader = await startOnSamples(tools, ...start);
  await downloader.becomes('Healthy');
  return downloader;
}

const tracksBecome = (names: string[]) =>
  eventually(async () => {
    expect((await tracksOf(downloader, 'Low Tide Letters')).map(({ name }) => name)).toEqual(names);
  }, PATIENCE);

describe('changes in the library', () => {
  it('show by themselves: added, removed and replaced files', async () => {
    const { at } = await setup();
    const names = (await tracksOf(downloader, 'Low Tide Letters')).map(({ name }) => name);
    await rm(at(`${LETTERS}/02 - The Ferryman Reads.flac`));
    await tracksBecome(names.filter((name) => name !== 'The Ferryman Reads'));
    await cp(at(`${LETTERS}/03 - Postcard from the Sandbar.flac`), at(`New/${LETTERS}/x.flac`));
    await rm(at(`${LETTERS}/03 - Postcard from the Sandbar.flac`));
    await tracksBecome(['Salt on the Envelope', 'Postcard from the Sandbar', 'Ink and Kelp']);
    await cp(at(`${LETTERS}/04 - Ink and Kelp.flac`), at(`${LETTERS}/01 - Salt on the Envelope.flac`));
    await tracksBecome(['Postcard from the Sandbar', 'Ink and Kelp']);
  });

  it('show by the periodic scan alone', async () => {
    const { at } = await setup({ rescanSecs: 1 });
    await rm(at(`${LETTERS}/02 - The Ferryman Reads.flac`));
    await eventually(async () => expect(await tracksOf(downloader, 'Low Tide Letters')).toHaveLength(3), PATIENCE);
  });

  it('leave every id as it was', async () => {
    const { at } = await setup();
    const before = await tracksOf(downloader, 'Night Bus Atlas');
    await rename(at('The Copper Finches'), at('Moved'));
    await eventually(async () => {
      const answer = await downloader.get(`/track/${before[0]!.id}/audio`);
      expect(answer.status).toBe(200);
    }, PATIENCE);
    expect(await tracksOf(downloader, 'Night Bus Atlas')).toEqual(before);
  });
});

describe('broken files', () => {
  it('are listed page by page with their reasons', async () => {
    const { json } = await setup({}, async (root) => {
      for (const name of ['a.mp3', 'b.flac', 'c.wma']) await writeFile(`${root}/${name}`, 'no music');
    });
    expect(await json('/skipped')).toMatchObject({
      total: 3,
      skipped: [
        { path: 'a.mp3', reason: 'unknown_container', message: expect.any(String) },
        { path: 'b.flac', reason: 'unknown_container' },
        { path: 'c.wma', reason: 'unsupported_format' },
      ],
    });
    expect(await json('/skipped?offset=1&limit=1')).toMatchObject({
      total: 3,
      offset: 1,
      limit: 1,
      skipped: [{ path: 'b.flac' }],
    });
    expect((await downloader.get('/skipped?limit=0')).status).toBe(400);
    expect((await downloader.status()).library).toMatchObject({ tracks: 18, skipped: 3 });
  });

  it('become music once they are whole', async () => {
    const { at } = await setup({}, (root) => writeFile(`${root}/late.flac`, 'half a file'));
    await cp(at(`${LETTERS}/01 - Salt on the Envelope.flac`), at('late.flac'));
    await eventually(async () => {
      expect(await downloader.json('/skipped')).toMatchObject({
        skipped: [{ reason: 'duplicate' }],
      });
    }, PATIENCE);
  });
});

describe('hostile names', () => {
  const names = ['%2e%2e%2f', `'";--`, '日本語 ♫', '\u202egnp', 'x..\\..\\x', '<script>', '{"$ne":1}'];

  it('are found, described and served like any other', async () => {
    const { get } = await setup({}, async (root) => {
      for (const name of names) {
        await mkdir(`${root}/Odd/${name}`, { recursive: true });
        await writeFile(`${root}/Odd/${name}/${name}.wav`, silentWave(1));
      }
    });
    for (const name of names) {
      const [track] = await tracksOf(downloader, name);
      expect(track).toMatchObject({ name, duration: 1000, number: 1 });
      expect((await get(`/track/${track!.id}/audio`)).bytes.equals(silentWave(1))).toBe(true);
    }
    expect((await downloader.status()).library).toMatchObject({ albums: 4 + names.length, skipped: 0 });
  });

  it('lose their line breaks, which no title has', async () => {
    await setup({}, async (root) => {
      await mkdir(`${root}/Odd/a\nb`, { recursive: true });
      await writeFile(`${root}/Odd/a\nb/c\nd.wav`, silentWave(1));
    });
    expect((await tracksOf(downloader, 'a b')).map(({ name }) => name)).toEqual(['c d']);
  });
});

describe('a library that is away', () => {
  it('is 503 with Retry-After, and back without being asked', async () => {
    const { get, library } = await setup({ rescanSecs: 1 });
    const { id } = await findAlbum(downloader, 'Små rum');
    await rename(library, `${library}-away`);
    await downloader.becomes('Unavailable');
    const answer = await get(`/album/${id}`);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect(answer.json()).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect((await downloader.status()).last_error).toMatch(/cannot be read/);
    await rename(`${library}-away`, library);
    await downloader.becomes('Healthy');
    expect((await get(`/album/${id}`)).status).toBe(200);
  });
});

describe('starting', () => {
  const around = { clock: systemClock, logger: silentLogger(), version: '1.2.3' };

  it('is refused without a library, naming it', async () => {
    await setup();
    await expect(libraryRoot('/nowhere/at/all')).rejects.toThrow(/\/nowhere\/at\/all is not a folder/);
  });

  it('is refused on a port in use, and gives the index up again', async () => {
    const { settings } = await setup();
    const occupied = createServer().listen(0, '127.0.0.1');
    await once(occupied, 'listening');
    const { port } = occupied.address() as AddressInfo;
    const own = { ...settings, parallelAudio: 1, indexFile: `${await temporaryDirectory()}/index.db` };
    await expect(startLibraryDownloader({ ...own, port }, around)).rejects.toThrow(/in use by another program/);
    const second = await startLibraryDownloader(own, around);
    await second.stop();
    occupied.close();
  });

  it('answers 503 to everything but its state until the library is known', async () => {
    downloader = await startOnSamples(tools);
    const early = await downloader.get('/search?q=a');
    expect([200, 503]).toContain(early.status);
    expect((await downloader.get('/health')).status).toBe(200);
    await downloader.becomes('Healthy');
    expect((await downloader.get('/search?q=a')).status).toBe(200);
  });
});
