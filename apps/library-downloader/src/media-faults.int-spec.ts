import { once } from 'node:events';
import { readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, silentLogger, temporaryDirectory } from '@pezzottify/testing';
import {
  BLIND,
  findAlbum,
  PATIENCE,
  startOnSamples,
  tracksOf,
  type Downloader,
  type Start,
  type WireAlbum,
} from './library-downloader.fixture.js';

const SONG = 'Marea Vidal/2021 - Low Tide Letters/01 - Salt on the Envelope.flac';
const BIG = 24 * 1024 * 1024;

let downloader: Downloader;
afterEach(() => downloader.stop());

async function setup(...start: Start) {
  downloader = await startOnSamples({ temporaryDirectory, silentLogger, eventually }, ...start);
  await downloader.becomes('Healthy');
  const [track] = await tracksOf(downloader, 'Low Tide Letters');
  return { ...downloader, audio: `/track/${track!.id}/audio` };
}

/** A song larger than what sockets buffer, so that its download lasts until somebody reads it. */
const makeBig = async (root: string) => {
  const song = await readFile(`${root}/${SONG}`);
  await writeFile(`${root}/${SONG}`, Buffer.concat([song, Buffer.alloc(BIG)]));
};

/** Asks for the file and reads nothing of it yet. */
async function holdDownload(url: string) {
  const call = request(url).end();
  const [answer] = (await once(call, 'response')) as [IncomingMessage];
  return answer;
}

describe('files that are not what they were', () => {
  it('are 404 when they have gone', async () => {
    const { get, audio, at } = await setup(BLIND);
    await rm(at(SONG));
    expect((await get(audio)).status).toBe(404);
  });

  it('are 404 when a link took the place of a folder above them', async () => {
    const { get, audio, at, library } = await setup(BLIND);
    await rename(at('Marea Vidal'), `${library}-outside`);
    await symlink(`${library}-outside`, at('Marea Vidal'));
    expect((await get(audio)).status).toBe(404);
  });

  it('are 404 when a link took their own place', async () => {
    const { get, audio, at, library } = await setup(BLIND);
    await rename(at(SONG), `${library}-secret`);
    await symlink(`${library}-secret`, at(SONG));
    expect((await get(audio)).status).toBe(404);
  });

  it('break the connection when they get shorter while they are sent', async () => {
    const { url, audio, at } = await setup(BLIND, makeBig);
    const answer = await holdDownload(`${url}${audio}`);
    await truncate(at(SONG), 1000);
    const reading = (async () => {
      for await (const _chunk of answer) continue;
    })();
    await expect(reading).rejects.toThrow();
  });

  it('are 404 when they are pictures that were replaced', async () => {
    const { get, json, at } = await setup(BLIND);
    const { id } = await findAlbum(downloader, 'Low Tide Letters');
    const { covers } = await json<WireAlbum>(`/album/${id}`);
    await writeFile(at('Marea Vidal/2021 - Low Tide Letters/cover.jpg'), 'something else');
    expect((await get(`/image/${covers[0]!.id}`)).status).toBe(404);
  });
});

describe('the limit for parallel audio', () => {
  it('is 429 with Retry-After, until a download ends or is given up', async () => {
    const { url, get, audio } = await setup({ parallelAudio: 2 }, makeBig);
    const first = await holdDownload(`${url}${audio}`);
    const second = await holdDownload(`${url}${audio}`);
    const refused = await get(audio);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    expect(refused.json()).toMatchObject({ error: 'Too Many Requests', code: 'TOO_MANY_REQUESTS' });
    expect((await get(audio, { method: 'HEAD' })).status).toBe(200);
    second.destroy();
    await eventually(async () => expect((await get(audio)).status).toBe(200), PATIENCE);
    let bytes = 0;
    for await (const chunk of first as AsyncIterable<Buffer>) bytes += chunk.length;
    expect(bytes).toBeGreaterThan(BIG);
  });

  it('is given back by requests that fail', async () => {
    const { get, audio } = await setup({ parallelAudio: 1 });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      expect((await get(audio, { headers: { range: 'bytes=999999999-' } })).status).toBe(416);
    }
    expect((await get(audio)).status).toBe(200);
  });
});
