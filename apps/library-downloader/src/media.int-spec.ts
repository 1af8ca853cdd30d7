import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, silentLogger, temporaryDirectory } from '@pezzottify/testing';
import { imageSize } from 'image-size';
import { findAlbum, startOnSamples, tracksOf, type Downloader, type WireAlbum } from './library-downloader.fixture.js';
import { audioContainerOf } from './scan/audio-container.js';

const SONG = 'Marea Vidal/2021 - Low Tide Letters/01 - Salt on the Envelope.flac';

let downloader: Downloader;
let audio: string;
let file: Buffer;
beforeAll(async () => {
  downloader = await startOnSamples({ temporaryDirectory, silentLogger, eventually });
  await downloader.becomes('Healthy');
  const [track] = await tracksOf(downloader, 'Low Tide Letters');
  audio = `/track/${track!.id}/audio`;
  file = await readFile(downloader.at(SONG));
});
afterAll(() => downloader.stop());

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  downloader.get(path, { headers, method });

describe('audio', () => {
  it('sends every track whole, under the type its first bytes have', async () => {
    for (const name of ['Low Tide Letters', 'Night Bus Atlas', 'Små rum', 'Harbour Lights Sampler']) {
      for (const track of await tracksOf(downloader, name)) {
        const answer = await get(`/track/${track.id}/audio`);
        expect(answer.status).toBe(200);
        expect(answer.headers.get('content-length')).toBe(String(answer.bytes.length));
        expect(answer.headers.get('content-type')).toBe(audioContainerOf(answer.bytes)?.contentType);
      }
    }
  });

  it('sends the bytes of the file', async () => {
    expect((await get(audio)).bytes.equals(file)).toBe(true);
  });

  it('sends ranges', async () => {
    const part = await get(audio, { range: 'bytes=1000-1999' });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 1000-1999/${file.length}`]);
    expect(part.bytes.equals(file.subarray(1000, 2000))).toBe(true);
    const tail = await get(audio, { range: 'bytes=-10' });
    expect(tail.bytes.equals(file.subarray(-10))).toBe(true);
  });

  it('refuses a range behind the end', async () => {
    const behind = await get(audio, { range: `bytes=${file.length}-` });
    expect([behind.status, behind.headers.get('content-range')]).toEqual([416, `bytes */${file.length}`]);
    expect(behind.json()).toMatchObject({ code: 'RANGE_NOT_SATISFIABLE' });
  });

  it('answers HEAD with the headers alone', async () => {
    const head = await get(audio, {}, 'HEAD');
    expect([head.status, head.bytes.length]).toEqual([200, 0]);
    expect(head.headers.get('content-length')).toBe(String(file.length));
    expect(head.headers.get('accept-ranges')).toBe('bytes');
    const part = await get(audio, { range: 'bytes=0-9' }, 'HEAD');
    expect([part.status, part.headers.get('content-length')]).toEqual([206, '10']);
  });

  it('does not send what is known already', async () => {
    const etag = (await get(audio, {}, 'HEAD')).headers.get('etag')!;
    const again = await get(audio, { 'if-none-match': etag, 'cache-control': 'max-age=0' });
    expect([again.status, again.bytes.length]).toEqual([304, 0]);
  });
});

describe('images', () => {
  it.each([
    ['embedded in MP3', 'Night Bus Atlas', 'image/jpeg', 400],
    ['embedded in Ogg', 'Små rum', 'image/jpeg', 400],
    ['a JPEG beside the tracks', 'Low Tide Letters', 'image/jpeg', 600],
    ['a PNG beside the tracks', 'Harbour Lights Sampler', 'image/png', 600],
  ])('sends %s', async (_name, albumName, type, pixels) => {
    const { id } = await findAlbum(downloader, albumName);
    const [cover] = (await downloader.json<WireAlbum>(`/album/${id}`)).covers;
    const image = await get(`/image/${cover!.id}`);
    expect([image.status, image.headers.get('content-type')]).toEqual([200, type]);
    expect(createHash('sha256').update(image.bytes).digest('hex').slice(0, 40)).toBe(cover!.id);
    expect(imageSize(image.bytes)).toMatchObject({ width: pixels, height: pixels });
    expect([cover!.width, cover!.height]).toEqual([pixels, pixels]);
    const part = await get(`/image/${cover!.id}`, { range: 'bytes=10-19' });
    expect([part.status, part.bytes]).toEqual([206, image.bytes.subarray(10, 20)]);
    const head = await get(`/image/${cover!.id}`, {}, 'HEAD');
    expect([head.headers.get('content-length'), head.bytes.length]).toEqual([String(image.bytes.length), 0]);
  });
});
