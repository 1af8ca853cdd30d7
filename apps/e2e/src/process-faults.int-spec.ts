import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, sampleLibrary } from '@pezzottify/testing';
import { type ApiClient } from './household/api-client.js';
import { ended, expectWholeAlbum, mediaFiles, requestAlbum, requestView } from './household/downloads.js';
import { Household } from './household/household.js';

const TRACKS = 6;

describe('processes that die', () => {
  let household: Household;
  let client: ApiClient;

  beforeEach(async () => {
    const library = sampleLibrary({ tracksPerAlbum: TRACKS, trackBytes: 200_000 });
    household = await Household.start({ provider: { library } });
    client = await household.signIn();
  }, 180_000);

  afterEach(() => household.stop(), 60_000);

  /** Slow enough that there is a middle to die in, and resolves once a part of a track is there. */
  async function requestAndReachTheMiddle(): Promise<string> {
    await household.provider.fail({
      path: '/track/*/audio',
      fault: { kind: 'drip', bytesPerChunk: 20_000, everyMs: 50 },
    });
    const request = await requestAlbum(client, 'album-1');
    const isUnderWay = async () => expect((await mediaFiles(household)).join()).toContain('.part-');
    await eventually(isUnderWay, { timeoutMs: 30_000 });
    return request;
  }

  async function expectCompleted(request: string): Promise<void> {
    const children = TRACKS + 3;
    expect(await ended(client, request, 90_000)).toMatchObject({
      status: 'COMPLETED',
      progress: { total_children: children, completed: children },
    });
    await expectWholeAlbum(household, client, 'album-1', TRACKS);
  }

  it('a worker killed in the middle of a track: another one takes over', async () => {
    const request = await requestAndReachTheMiddle();
    await household.workers[0]?.kill();
    await household.provider.heal();
    await household.addWorker();
    await expectCompleted(request);
  }, 180_000);

  it('the owner killed right after it accepted: the request is still there and is carried out', async () => {
    await household.workers[0]?.stop();
    const request = await requestAlbum(client, 'album-1');
    await household.downloadManager.kill();
    await household.downloadManager.start();
    expect((await requestView(client, request)).status).toBe('PENDING');
    await household.addWorker();
    await expectCompleted(request);
  }, 180_000);

  it('NATS killed and started again in the middle of an album', async () => {
    const request = await requestAndReachTheMiddle();
    await household.nats.kill();
    await household.provider.heal();
    await household.nats.start();
    await expectCompleted(request);
  }, 180_000);

  it('catalog-api away while an album is to be ingested: it waits without using up attempts', async () => {
    await household.provider.fail({ path: '/album/*/tracks', fault: { kind: 'delay', ms: 1_500 }, times: 1 });
    const request = await requestAlbum(client, 'album-1');
    await eventually(async () => expect((await household.provider.requests('/album/*/tracks')).length).toBe(1), {
      timeoutMs: 30_000,
    });
    await household.catalogApi.kill();
    await household.catalogApi.start();
    await expectCompleted(request);
    expect((await requestView(client, request)).retry_count).toBe(0);
  }, 180_000);
});
