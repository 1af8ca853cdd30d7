import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sampleLibrary, type FaultRule } from '@pezzottify/testing';
import { type ApiClient } from './household/api-client.js';
import { ended, expectWholeAlbum, mediaFiles, requestAlbum } from './household/downloads.js';
import { Household } from './household/household.js';

type Fault = FaultRule['fault'];

/** What is there of it parses as audio and some of it is read before the break: only the length gives it away. */
const TRACK_BYTES = 500_000;
const MOST_OF_IT = 400_000;

/** What passes by itself: the album arrives whole, after another attempt or a wait. */
const PASSING: readonly [what: string, fault: Fault][] = [
  ['429 with Retry-After', { kind: 'status', status: 429, headers: { 'retry-after': '1' } }],
  ['503', { kind: 'status', status: 503 }],
  ['a truncated body', { kind: 'truncate', afterBytes: MOST_OF_IT }],
  ['a Content-Length that is too large', { kind: 'wrong-length', delta: 50 }],
  ['HTML instead of audio', { kind: 'html' }],
  ['no answer at all', { kind: 'silence' }],
  ['a connection that breaks', { kind: 'reset' }],
];

/** What does not: the album fails, says why, and leaves no file of the track behind. */
const LASTING: readonly [what: string, fault: Fault, errorType: string][] = [
  ['404', { kind: 'status', status: 404 }, 'not_found'],
  ['HTML instead of audio, every time', { kind: 'html' }, 'corruption'],
  ['a truncated body, every time', { kind: 'truncate', afterBytes: MOST_OF_IT }, 'corruption'],
];

const ALBUMS = PASSING.length + LASTING.length;

describe('a downloader with faults', () => {
  let household: Household;
  let client: ApiClient;

  beforeAll(async () => {
    household = await Household.start({
      provider: { library: sampleLibrary({ albums: ALBUMS, tracksPerAlbum: 2, trackBytes: TRACK_BYTES }) },
      topLevel: { downloader_timeout_sec: 2 },
      downloadManager: { max_retries: 2, max_albums_per_hour: 100, max_albums_per_day: 100 },
    });
    client = await household.signIn();
  }, 180_000);

  beforeEach(() => household.provider.heal());

  it.each(PASSING.map(([what, fault], index) => ({ what, fault, albumId: `album-${index + 1}` })))(
    'gets over $what',
    async ({ fault, albumId }) => {
      await household.provider.fail({ path: `/track/${albumId}-track-1/audio`, fault, times: 1 });
      const request = await requestAlbum(client, albumId);
      expect(await ended(client, request)).toMatchObject({ status: 'COMPLETED', progress: { failed: 0 } });
      await expectWholeAlbum(household, client, albumId, 2);
      expect((await household.provider.requests(`/track/${albumId}-track-1/audio`)).length).toBe(2);
    },
    90_000,
  );

  it.each(
    LASTING.map(([what, fault, errorType], index) => ({
      what,
      fault,
      errorType,
      albumId: `album-${PASSING.length + index + 1}`,
    })),
  )(
    'says why an album failed: $what',
    async ({ fault, errorType, albumId }) => {
      await household.provider.fail({ path: `/track/${albumId}-track-1/audio`, fault });
      const request = await requestAlbum(client, albumId);
      expect(await ended(client, request)).toMatchObject({
        status: 'FAILED',
        error_type: errorType,
        progress: { failed: 1, pending: 0, in_progress: 0 },
      });
      const missing = await client.bytes(`/v1/content/stream/${albumId}-track-1`);
      expect(missing.status).toBe(404);
      const files = await mediaFiles(household);
      expect(files.filter((name) => name.includes(`${albumId}-track-1`) || name.includes('.part-'))).toEqual([]);
    },
    90_000,
  );
});
