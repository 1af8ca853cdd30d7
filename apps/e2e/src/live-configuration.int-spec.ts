import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, sampleLibrary, type ServiceProcess } from '@pezzottify/testing';
import { type ApiClient } from './household/api-client.js';
import { ended, requestAlbum, resolvedAlbum } from './household/downloads.js';
import { Household } from './household/household.js';

const READ_AGAIN = '"configuration read again"';
const ALBUM = '/v1/content/album/album-1/resolved';

describe('the configuration file, read again by running services', () => {
  let household: Household;
  let client: ApiClient;
  let original: string;

  beforeAll(async () => {
    const library = sampleLibrary({ albums: 3, tracksPerAlbum: 1, trackBytes: 20_000 });
    household = await Household.start({ provider: { library }, topLevel: { logging_level: 'none' } });
    client = await household.signIn();
    original = await readFile(household.folders.config, 'utf8');
  }, 180_000);

  afterAll(() => household.stop(), 60_000);

  const everybody = (): ServiceProcess[] => [
    household.catalogApi,
    household.downloadManager,
    household.jobScheduler,
    ...household.workers,
  ];

  /** Replaces lines of the file, or adds them at the end, and waits until every process has `said` something about it. */
  async function reread(edit: (text: string) => string, said: string): Promise<void> {
    const counts = everybody().map(({ output }) => output.split(said).length);
    await writeFile(household.folders.config, edit(original));
    for (const service of everybody()) process.kill(service.pid, 'SIGHUP');
    await eventually(() =>
      everybody().forEach(({ output }, index) => expect(output.split(said).length).toBeGreaterThan(counts[index] ?? 0)),
    );
  }

  const cacheOf = async (path: string): Promise<string | null> => {
    const { headers } = await client.bytes(path, { range: 'bytes=0-0' });
    return headers.get('cache-control');
  };

  it('changes limits, cache age and logging level where they are used', async () => {
    await ended(client, await requestAlbum(client, 'album-1'), 60_000);
    const image = (await resolvedAlbum(client, 'album-1')).display_image?.id ?? 'none';
    const paths = [ALBUM, '/v1/content/stream/album-1-track-1', `/v1/content/image/${image}`];
    const caches = (): Promise<unknown[]> => Promise.all(paths.map(cacheOf));
    expect(await caches()).toEqual(paths.map(() => 'private, max-age=3600'));
    const levelAndCache = (text: string): string => `content_cache_age_sec = 7\n${text.replace('"none"', '"path"')}`;
    const limits = 'user_max_requests_per_day = 1\nthrottle_max_mb_per_minute = 3\n';
    await reread((text) => levelAndCache(text) + limits, READ_AGAIN);
    expect(await caches()).toEqual(paths.map(() => 'private, max-age=7'));
    await expect(requestAlbum(client, 'album-2')).rejects.toThrow('album-2 was refused: 429');
    const metrics = await fetch(`http://127.0.0.1:${household.ports.downloadsMetrics}/metrics`);
    expect(await metrics.text()).toContain(`throttle_limit_bytes{period="minute"} ${3 * 1024 * 1024}`);
    expect(household.catalogApi.output).toContain(`"path":"${ALBUM}"`);
    expect(household.jobScheduler.output).toContain('logging_level changed: \\"none\\" → \\"path\\"');
    expect(household.workers[0]?.output).toContain('throttle_max_mb_per_minute changed: 20 → 3');
    await reread((text) => text, READ_AGAIN);
  }, 120_000);

  it('says what needs a restart, and changes nothing for a file with problems', async () => {
    await reread((text) => text.replace(/^db_dir/m, 'prune_interval_hours = 5\ndb_dir'), READ_AGAIN);
    expect(household.catalogApi.output).toContain('prune_interval_hours needs a restart: 24 → 5');
    expect(household.jobScheduler.output).not.toContain('prune_interval_hours');
    const spoilt = (text: string): string =>
      `content_cache_age_sec = 1\nprt = 1\n${text.replace('lease_secs = 5', 'lease_secs = 1')}`;
    await reread(spoilt, 'the configuration has 2 problems; nothing was changed');
    expect(await cacheOf(ALBUM)).toBe('private, max-age=3600');
  }, 120_000);
});
