import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import {
  sampleLibrary,
  silentLogger,
  spawnFaultyProvider,
  type SpawnedProvider,
  temporaryDirectory,
} from '@pezzottify/testing';
import { AUDIO } from '../media/media-kind.js';
import { MediaStore } from '../media/media-store.js';
import { HttpProvider } from '../provider/http-provider.adapter.js';

const MB = 1024 * 1024;
let faulty: SpawnedProvider;

afterAll(() => faulty.stop());

describe('a body of 200 MB', () => {
  it('goes to disk without being held in memory', async () => {
    const library = sampleLibrary({ tracksPerAlbum: 2, trackBytes: 200 * MB });
    library.albums[0]!.tracks[0]!.file = { mp3Bytes: 20 * MB };
    faulty = await spawnFaultyProvider({ library });
    const provider = new HttpProvider({ url: faulty.url, timeoutSeconds: 30, version: '1' });
    const root = await temporaryDirectory();
    const store = new MediaStore({ root, settings: { minFreeSpaceMb: 1 }, logger: silentLogger() });
    const signal = new AbortController().signal;
    const receive = async (id: string) =>
      store.receive(AUDIO, { id, itemId: id }, await provider.openAudio(id, signal), signal);
    // Code, buffers and the collector's habits settle with a smaller one; growth is what the large one costs.
    await receive('album-1-track-1');
    const before = process.memoryUsage.rss();
    let most = before;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5);
    const { bytes, uri } = await receive('album-1-track-2');
    clearInterval(watch);
    await provider.close();
    expect(bytes).toBeGreaterThanOrEqual(200 * MB);
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(join(root, uri))) hash.update(chunk as Uint8Array);
    expect(hash.digest('hex')).toBe(await faulty.sha256('album-1-track-2'));
    expect((most - before) / MB).toBeLessThan(64);
  }, 120_000);
});
