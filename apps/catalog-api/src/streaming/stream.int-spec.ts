import { once } from 'node:events';
import { mkdir, rename, rm, stat, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FakeClock, openDatabase, silentLogger, temporaryDirectory } from '@pezzottify/testing';
import { fillSampleCatalog } from '../catalog/test-app/sample-catalog.js';
import { type CatalogApp, startCatalog } from '../catalog/test-app/start-catalog.js';
import { catalogDatabase } from '../storage/catalog/catalog-database.js';

const SIZE = 700_000;
const BYTES = Buffer.from(Array.from({ length: SIZE }, (_, index) => (index * 31 + (index >> 8)) % 256));
const MODIFIED = new Date('2024-05-06T07:08:09Z');
const LAST_MODIFIED = MODIFIED.toUTCString();

describe('GET /v1/content/stream/{id}', () => {
  let catalog: CatalogApp;
  let mediaPath: string;
  let outside: string;
  let etag: string;

  const put = async (uri: string, bytes: Buffer | string = BYTES) => {
    await mkdir(join(mediaPath, uri, '..'), { recursive: true });
    await writeFile(join(mediaPath, uri), bytes);
    await utimes(join(mediaPath, uri), MODIFIED, MODIFIED);
  };
  const stream = (headers: Record<string, string> = {}, id = 't1', method = 'GET') =>
    catalog.ask(`/v1/content/stream/${id}`, { headers, method });
  const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());
  const refusalOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code];

  beforeAll(async () => {
    const database = await openDatabase(catalogDatabase);
    await fillSampleCatalog(database);
    mediaPath = join(await temporaryDirectory(), 'media');
    outside = await temporaryDirectory();
    await mkdir(mediaPath);
    await put('audio/t1.ogg');
    await database.write(async (tx) => {
      const row = `INSERT INTO tracks (id, name, album_id, track_number, audio_uri, format) VALUES (?, 'x', 'b1', 9, ?, ?)`;
      for (const [id, uri] of [
        ['up', '../secret.ogg'],
        ['root', '/etc/passwd'],
        ['link', 'audio/link.ogg'],
        ['folder-link', 'linked/secret.ogg'],
        ['inner-link', 'audio/inner.ogg'],
        ['folder', 'audio'],
        ['empty', 'audio/empty.ogg'],
        ['blank', ''],
        ['replaced', 'audio/replaced.ogg'],
        ['shrinking', 'audio/shrinking.ogg'],
      ] as const) {
        await tx.run(row, [id, uri, 'OGG_VORBIS_320']);
      }
    });
    catalog = await startCatalog({ database, mediaPath, logger: silentLogger(), clock: new FakeClock() });
    etag = (await stream()).headers.get('etag') ?? '';
  });
  afterAll(() => catalog.app.close());

  it('sends the whole file', async () => {
    const answer = await stream();
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'accept-ranges': 'bytes',
      'content-length': String(SIZE),
      'content-type': 'audio/ogg',
      'last-modified': LAST_MODIFIED,
      'cache-control': 'private, max-age=3600',
      vary: 'Authorization, Cookie',
      'x-content-type-options': 'nosniff',
    });
    expect(etag).toMatch(/^"[^"]+"$/);
    expect(answer.headers.has('content-range')).toBe(false);
    expect((await bytesOf(answer)).equals(BYTES)).toBe(true);
  });

  it.each([
    ['bytes=0-0', 0, 0],
    ['bytes=100-300000', 100, 300_000],
    ['bytes=699999-', SIZE - 1, SIZE - 1],
    ['bytes=650000-9999999', 650_000, SIZE - 1],
    ['bytes=-10', SIZE - 10, SIZE - 1],
    ['bytes=-9999999', 0, SIZE - 1],
  ])('sends %s as a part', async (range, start, end) => {
    const answer = await stream({ range });
    expect([answer.status, answer.headers.get('content-range'), answer.headers.get('content-length')]).toEqual([
      206,
      `bytes ${start}-${end}/${SIZE}`,
      String(end - start + 1),
    ]);
    expect(answer.headers.get('etag')).toBe(etag);
    expect((await bytesOf(answer)).equals(BYTES.subarray(start, end + 1))).toBe(true);
  });

  it.each(['bytes=5-2', 'bytes=x-', 'items=0-5', 'bytes=0-5,10-20'])('ignores %s', async (range) => {
    const answer = await stream({ range });
    expect([answer.status, answer.headers.has('content-range')]).toEqual([200, false]);
    expect((await bytesOf(answer)).length).toBe(SIZE);
  });

  it.each([`bytes=${SIZE}-`, 'bytes=9999999-10000000', 'bytes=-0'])('refuses %s', async (range) => {
    const answer = await stream({ range });
    expect(answer.headers.get('content-range')).toBe(`bytes */${SIZE}`);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await refusalOf(answer)).toEqual([416, 'RANGE_NOT_SATISFIABLE']);
  });

  it('sends a range only of the file that If-Range names', async () => {
    const status = async (ifRange: string) => (await stream({ range: 'bytes=0-9', 'if-range': ifRange })).status;
    expect(await status(etag)).toBe(206);
    expect(await status(LAST_MODIFIED)).toBe(206);
    expect(await status('"other"')).toBe(200);
    expect(await status(`W/${etag}`)).toBe(200);
    expect(await status(new Date(0).toUTCString())).toBe(200);
  });

  it('answers 304 with validators and cache headers to whoever has the file', async () => {
    const conditions: Record<string, string>[] = [{ 'if-none-match': etag }, { 'if-modified-since': LAST_MODIFIED }];
    for (const headers of conditions) {
      const answer = await stream(headers);
      expect([answer.status, await answer.text(), answer.headers.get('etag')]).toEqual([304, '', etag]);
      expect(answer.headers.get('cache-control')).toBe('private, max-age=3600');
      expect(answer.headers.get('vary')).toBe('Authorization, Cookie');
    }
    expect((await stream({ 'if-none-match': etag, range: 'bytes=0-9' })).status).toBe(304);
    expect((await stream({ 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('answers 412 when the conditions name another file', async () => {
    expect(await refusalOf(await stream({ 'if-match': '"other"' }))).toEqual([412, 'PRECONDITION_FAILED']);
    const before = new Date(0).toUTCString();
    expect(await refusalOf(await stream({ 'if-unmodified-since': before }))).toEqual([412, 'PRECONDITION_FAILED']);
    expect((await stream({ 'if-match': etag })).status).toBe(200);
  });

  it('answers HEAD with the headers of the whole file', async () => {
    const answer = await stream({ range: 'bytes=0-9' }, 't1', 'HEAD');
    expect([answer.status, answer.headers.get('content-length'), answer.headers.get('etag')]).toEqual([
      200,
      String(SIZE),
      etag,
    ]);
    expect(await answer.text()).toBe('');
    expect((await stream({}, 'nobody', 'HEAD')).status).toBe(404);
  });

  it('tells an unknown track from one without audio', async () => {
    expect(await refusalOf(await stream({}, 'nobody'))).toEqual([404, 'NOT_FOUND']);
    expect(await refusalOf(await stream({}, 't2'))).toEqual([404, 'AUDIO_NOT_AVAILABLE']);
  });

  it('never leaves the media root', async () => {
    const secret = join(outside, 'secret.ogg');
    await writeFile(secret, 'secret');
    await writeFile(join(mediaPath, '..', 'secret.ogg'), 'secret');
    await symlink(secret, join(mediaPath, 'audio/link.ogg'));
    await symlink(outside, join(mediaPath, 'linked'));
    for (const id of ['up', 'root', 'link', 'folder-link', 'folder', 'blank']) {
      expect([id, ...(await refusalOf(await stream({}, id)))]).toEqual([id, 404, 'AUDIO_NOT_AVAILABLE']);
    }
  });

  it('follows links that stay inside, and takes no empty file for audio', async () => {
    await symlink(join(mediaPath, 'audio/t1.ogg'), join(mediaPath, 'audio/inner.ogg'));
    await put('audio/empty.ogg', '');
    expect((await bytesOf(await stream({}, 'inner-link'))).length).toBe(SIZE);
    expect(await refusalOf(await stream({}, 'empty'))).toEqual([404, 'AUDIO_NOT_AVAILABLE']);
  });

  it('notices at once that a file was replaced or removed', async () => {
    await put('audio/replaced.ogg', 'first');
    const first = await stream({}, 'replaced');
    expect(await first.text()).toBe('first');
    await put('audio/next.ogg', 'other');
    await rename(join(mediaPath, 'audio/next.ogg'), join(mediaPath, 'audio/replaced.ogg'));
    const second = await stream({}, 'replaced');
    expect(await second.text()).toBe('other');
    expect(second.headers.get('etag')).not.toBe(first.headers.get('etag'));
    await rm(join(mediaPath, 'audio/replaced.ogg'));
    expect((await stream({}, 'replaced')).status).toBe(404);
  });

  it('breaks the answer off when the file loses its end, instead of inventing it', async () => {
    await put('audio/shrinking.ogg', Buffer.alloc(64 * 1024 * 1024));
    const call = request(`${catalog.url}/v1/content/stream/shrinking`, {
      headers: { authorization: 'listener' },
    }).end();
    const [answer] = (await once(call, 'response')) as [IncomingMessage];
    await truncate(join(mediaPath, 'audio/shrinking.ogg'), 1024 * 1024);
    answer.resume();
    await expect(once(answer, 'end')).rejects.toThrow('aborted');
    expect((await stat(join(mediaPath, 'audio/shrinking.ogg'))).size).toBe(1024 * 1024);
  });
});
