import { beforeEach, describe, expect, it } from '@jest/globals';
import { type ManifestRow, type MediaList } from '@pezzottify/contracts';
import { type Database } from '@pezzottify/persistence';
import { FakeClock, openDatabase } from '@pezzottify/testing';
import { readState } from '../../storage/queue-state.repository.js';
import { queueDatabase } from '../../storage/queue-database.js';
import { type CatalogManifest, type ManifestPage } from '../catalog-manifest.js';
import { type MediaFiles } from '../files/media-files.js';
import type { Checked } from '../files/media-files.thread.js';
import { MediaScan } from './media-scan.js';

/** Ten tracks and three covers, in pages of four. */
const MEDIA: Readonly<Record<MediaList, string[]>> = {
  track_audio: Array.from({ length: 10 }, (_, index) => `t${index}`),
  album_image: ['c0', 'c1', 'c2'],
  artist_image: [],
};

describe('the reading of all files', () => {
  let database: Database;
  let read: string[];

  beforeEach(async () => {
    database = await openDatabase(queueDatabase);
    read = [];
  });

  /** A run that has time for so many files. */
  const runFor = (count: number): Promise<void> => {
    let left = count;
    const pagesOf = async function* (
      list: MediaList,
      { after }: { after: string | null },
    ): AsyncGenerator<ManifestPage> {
      for (let rest = MEDIA[list].filter((id) => id > (after ?? '')); rest.length > 0; rest = rest.slice(4)) {
        const page = await Promise.resolve(rest.slice(0, 4));
        yield { rows: JSON.stringify(page.map((id): ManifestRow => [id, id, 1, '00000000'])), last: page.at(-1) ?? '' };
      }
    };
    const checkContents = (rows: string): Promise<Checked> => {
      const ids = (JSON.parse(rows) as ManifestRow[]).slice(0, left).map(([id]) => id);
      left -= ids.length;
      read.push(...ids);
      const last = ids.at(-1) ?? null;
      return Promise.resolve({ number: 0, done: ids.length, files: ids.length, bytes: ids.length, last, faults: [] });
    };
    const scan = new MediaScan({
      scanId: 1,
      database,
      manifest: { pages: pagesOf } as unknown as CatalogManifest,
      files: { checkContents } as unknown as MediaFiles,
      clock: new FakeClock(),
      signal: new AbortController().signal,
      progress: () => undefined,
    });
    return scan.verifyContents(0);
  };

  it.each([1, 3, 4, 5, 10])('goes on where it stopped, over runs of %d files', async (count) => {
    const all = Object.values(MEDIA).flat();
    for (let runs = 0; runs < Math.ceil(all.length / count) - 1; runs += 1) await runFor(count);
    expect(read).toEqual(all.slice(0, read.length));
    expect(await readState(database.reads, 'watchdog_verification')).toMatchObject({
      files_verified: read.length,
      bytes_verified: read.length,
      last_round_ended_at: null,
    });
    await runFor(count);
    expect(read).toEqual(all);
  });

  it('ends a round at the end of the last list, and begins the next with the first file', async () => {
    await runFor(20);
    const state = await readState(database.reads, 'watchdog_verification');
    expect(state).toMatchObject({ list: 'track_audio', after: null, files_verified: 0 });
    expect(state).toMatchObject({ last_round_ended_at: expect.any(Number) });
    await runFor(1);
    expect(read.at(-1)).toBe('t0');
  });
});
