import { once } from 'node:events';
import { mkdir, readdir, readlink, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, FakeClock, openDatabase, silentLogger, temporaryDirectory } from '@pezzottify/testing';
import { fillSampleCatalog } from '../catalog/test-app/sample-catalog.js';
import { type CatalogApp, startCatalog } from '../catalog/test-app/start-catalog.js';
import { catalogDatabase } from '../storage/catalog/catalog-database.js';
import { MediaFiles } from './media-files.js';

const MIB = 1024 * 1024;

/** How often files below a folder are open in this process. */
async function openBelow(folder: string): Promise<number> {
  const descriptors = await readdir('/proc/self/fd');
  const targets = await Promise.all(descriptors.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')));
  return targets.filter((target) => target.startsWith(folder)).length;
}

describe('open descriptors', () => {
  let mediaPath: string;
  let catalog: CatalogApp;

  beforeAll(async () => {
    mediaPath = await temporaryDirectory();
    await mkdir(join(mediaPath, 'audio'));
    await writeFile(join(mediaPath, 'audio/t1.ogg'), Buffer.alloc(32 * MIB));
    const database = await openDatabase(catalogDatabase);
    await fillSampleCatalog(database);
    catalog = await startCatalog({ database, mediaPath, logger: silentLogger(), clock: new FakeClock() });
  });
  afterAll(() => catalog.app.close());

  const startAndAbort = async () => {
    const call = request(`${catalog.url}/v1/content/stream/t1`, { headers: { authorization: 'listener' } }).end();
    const [answer] = (await once(call, 'response')) as [IncomingMessage];
    await once(answer, 'data');
    answer.destroy();
  };

  it('are shared by the players of one file, and closed when all have gone away in the middle', async () => {
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(Array.from({ length: 20 }, startAndAbort));
      expect(await openBelow(mediaPath)).toBeLessThanOrEqual(2);
    }
    await eventually(async () => expect(await openBelow(mediaPath)).toBe(0), { timeoutMs: 15_000 });
  });

  it('stay few however many files are asked for one after the other', async () => {
    const files = new MediaFiles({ mediaPath });
    const names = Array.from({ length: 150 }, (_, index) => `audio/n${index}`);
    for (const name of names) {
      await writeFile(join(mediaPath, name), name);
      (await files.open(name))?.release();
    }
    expect(await openBelow(mediaPath)).toBeLessThanOrEqual(70);
    await files.onApplicationShutdown();
    expect(await openBelow(mediaPath)).toBe(0);
  });

  it('stay open for who still reads when the service forgets the file', async () => {
    const files = new MediaFiles({ mediaPath });
    const file = await files.open('audio/t1.ogg');
    await files.onApplicationShutdown();
    expect(await file?.read(Buffer.alloc(8), 8, 0)).toBe(8);
    file?.release();
    await eventually(async () => expect(await openBelow(mediaPath)).toBe(0));
  });
});
