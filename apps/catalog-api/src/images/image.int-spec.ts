import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FakeClock, openDatabase, silentLogger, temporaryDirectory } from '@pezzottify/testing';
import { fillSampleCatalog } from '../catalog/test-app/sample-catalog.js';
import { type CatalogApp, startCatalog } from '../catalog/test-app/start-catalog.js';
import { catalogDatabase } from '../storage/catalog/catalog-database.js';

const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

describe('GET /v1/content/image/{id}', () => {
  let catalog: CatalogApp;

  beforeAll(async () => {
    const folder = await temporaryDirectory();
    const mediaPath = join(folder, 'media');
    await mkdir(join(mediaPath, 'images'), { recursive: true });
    await writeFile(join(mediaPath, 'images/i1.jpg'), JPEG);
    // Stored as .jpg whatever it is.
    await writeFile(join(mediaPath, 'images/i2.jpg'), PNG);
    await writeFile(join(mediaPath, 'images/rowless.jpg'), JPEG);
    await writeFile(join(mediaPath, 'images/page.jpg'), '<!doctype html><script>1</script>');
    await writeFile(join(mediaPath, 'images/short'), Buffer.from([0xff, 0xd8]));
    await writeFile(join(folder, 'secret.jpg'), JPEG);
    await symlink(join(folder, 'secret.jpg'), join(mediaPath, 'images/link.jpg'));
    const database = await openDatabase(catalogDatabase);
    await fillSampleCatalog(database);
    await database.write((tx) =>
      tx.run(`INSERT INTO images (id, uri, size, width, height) VALUES ('up', '../secret.jpg', 'SMALL', 1, 1)`),
    );
    catalog = await startCatalog({
      database,
      mediaPath,
      logger: silentLogger(),
      clock: new FakeClock(),
      cacheSeconds: 0,
    });
  });
  afterAll(() => catalog.app.close());

  const image = (id: string, headers: Record<string, string> = {}) =>
    catalog.ask(`/v1/content/image/${encodeURIComponent(id)}`, { headers });

  it.each([
    ['i1', 'image/jpeg', JPEG],
    ['i2', 'image/png', PNG],
    ['rowless.jpg', 'image/jpeg', JPEG],
  ])('shows %s as %s, by its bytes', async (id, type, bytes) => {
    const answer = await image(id);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': type,
      'content-length': String(bytes.length),
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-cache',
      vary: 'Authorization, Cookie',
    });
    expect(answer.headers.has('accept-ranges')).toBe(false);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it('answers 304 and 412 as for audio, and sends no ranges', async () => {
    const etag = (await image('i1')).headers.get('etag') ?? '';
    expect((await image('i1', { 'if-none-match': etag })).status).toBe(304);
    expect((await image('i1', { 'if-match': '"other"' })).status).toBe(412);
    expect((await image('i1', { range: 'bytes=0-1' })).status).toBe(200);
  });

  it.each([
    'null',
    'nobody',
    '../../secret.jpg',
    '../secret.jpg',
    '..',
    '.',
    'images/i1.jpg',
    '..\\secret.jpg',
    '/etc/passwd',
    'link.jpg',
    'up',
    'page.jpg',
    'short',
    '%2e%2e%2fsecret.jpg',
  ])('shows nothing under %s', async (id) => {
    const answer = await image(id);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([404, 'no-store']);
    expect(await answer.json()).toMatchObject({ code: expect.stringMatching(/NOT_FOUND$/) as unknown });
  });
});
