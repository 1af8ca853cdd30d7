import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, sampleLibrary, type ServiceProcess } from '@pezzottify/testing';
import { type ApiClient } from './household/api-client.js';
import { ended, expectWholeAlbum, mediaFiles, requestAlbum, requestView } from './household/downloads.js';
import { Household } from './household/household.js';

const TRACKS = 6;
const ALBUM_4 = '/album/album-4/tracks';

/** One household for all: each test has an album of its own, and leaves everything running. */
describe('processes that die', () => {
  let household: Household;
  let client: ApiClient;

  beforeAll(async () => {
    const library = sampleLibrary({ albums: 4, tracksPerAlbum: TRACKS, trackBytes: 200_000 });
    household = await Household.start({ provider: { library } });
    client = await household.signIn();
  }, 180_000);

  beforeEach(() => household.provider.heal());

  const theWorker = (): ServiceProcess => {
    const worker = household.workers.find(({ isRunning }) => isRunning);
    if (!worker) throw new Error('no worker runs');
    return worker;
  };

  /** Slow enough that there is a middle to die in, and resolves once a part of a track is there. */
  async function requestAndReachTheMiddle(albumId: string): Promise<string> {
    await household.provider.fail({
      path: '/track/*/audio',
      fault: { kind: 'drip', bytesPerChunk: 20_000, everyMs: 50 },
    });
    const request = await requestAlbum(client, albumId);
    const isUnderWay = async () => expect((await mediaFiles(household)).join()).toContain('.part-');
    await eventually(isUnderWay, { timeoutMs: 30_000 });
    return request;
  }

  /** Tracks and covers, and with the first album the artist's portrait. */
  async function expectCompleted(request: string, albumId: string): Promise<void> {
    const { status, progress } = await ended(client, request, 90_000);
    expect([status, progress?.completed]).toEqual(['COMPLETED', progress?.total_children]);
    expect([TRACKS + 2, TRACKS + 3]).toContain(progress?.total_children);
    await expectWholeAlbum(household, client, albumId, TRACKS);
  }

  it('a worker killed in the middle of a track: another one takes over', async () => {
    const request = await requestAndReachTheMiddle('album-1');
    await theWorker().kill();
    await household.provider.heal();
    await household.addWorker();
    await expectCompleted(request, 'album-1');
  }, 180_000);

  it('the owner killed right after it accepted: the request is still there and is carried out', async () => {
    await theWorker().stop();
    const request = await requestAlbum(client, 'album-2');
    await household.downloadManager.kill();
    await household.downloadManager.start();
    expect((await requestView(client, request)).status).toBe('PENDING');
    await household.addWorker();
    await expectCompleted(request, 'album-2');
  }, 180_000);

  it('NATS killed and started again in the middle of an album', async () => {
    const request = await requestAndReachTheMiddle('album-3');
    await household.nats.kill();
    await household.provider.heal();
    await household.nats.start();
    await expectCompleted(request, 'album-3');
  }, 180_000);

  it('catalog-api away while an album is to be ingested: it waits without using up attempts', async () => {
    await household.provider.fail({ path: ALBUM_4, fault: { kind: 'delay', ms: 1_500 }, times: 1 });
    const request = await requestAlbum(client, 'album-4');
    await eventually(async () => expect((await household.provider.requests(ALBUM_4)).length).toBe(1), {
      timeoutMs: 30_000,
    });
    await household.catalogApi.kill();
    await household.catalogApi.start();
    await expectCompleted(request, 'album-4');
    expect((await requestView(client, request)).retry_count).toBe(0);
  }, 180_000);
});
