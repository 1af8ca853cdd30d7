import { beforeAll, describe, expect, it } from '@jest/globals';
import { TestOwner } from '../../owner.fixture.js';
import { type MyRequests } from '../my-requests/my-requests.usecase.js';

describe('POST /v1/download/request/discography', () => {
  let owner: TestOwner;

  beforeAll(async () => {
    owner = await TestOwner.start({ albums: 5, settings: { user_max_requests_per_day: 6, user_max_queue_size: 4 } });
  });

  const request = (user: number, artist_id = 'artist-1') =>
    owner.call<{ request_ids: string[] }>('POST', '/v1/download/request/discography', {
      user,
      body: { artist_id, artist_name: 'Pilots' },
    });

  it('queues what passes the checks, joins what others wait for, and counts the rest as skipped', async () => {
    owner.catalog.completeAlbums.add('album-1');
    const { json: foreign } = await owner.requestAlbum('album-2', 1);
    await owner.requestAlbum('album-3', 2);
    const { status, json } = await request(2);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      albums_queued: 3,
      albums_skipped: 2,
      skip_reasons: { ALREADY_IN_CATALOG: 1, ALREADY_QUEUED: 1 },
      status: 'PENDING',
    });
    expect(json.request_ids).toHaveLength(3);
    expect(json.request_ids).toContain(foreign.request_id);
    const { requests } = (await owner.get<MyRequests>('/my-requests', { user: 2 })).json;
    const named = requests.map((one) => [one.content_id, one.content_name, one.artist_name]);
    expect(named).toContainEqual(['album-4', 'Harbour Lights 4', 'The Pilots']);
    expect(requests.every((one) => one.priority === 'User' && one.request_source === 'USER')).toBe(true);
  });

  it('goes as far as the limit of the user lets it', async () => {
    for (const id of ['a', 'b', 'c']) await owner.requestAlbum(id, 3);
    expect((await request(3)).json).toMatchObject({
      albums_queued: 1,
      albums_skipped: 4,
      skip_reasons: { ALREADY_IN_CATALOG: 1, QUEUE_LIMIT_REACHED: 3 },
    });
  });

  it('says so when a limit left nothing, and when there was nothing', async () => {
    for (const id of ['d', 'e', 'f', 'g']) await owner.requestAlbum(id, 4);
    const limited = await request(4);
    expect([limited.status, limited.code]).toEqual([429, 'QUEUE_LIMIT_REACHED']);
    await request(5);
    const nothing = await request(5).then(() => request(5));
    expect([nothing.status, nothing.code]).toEqual([429, 'QUEUE_LIMIT_REACHED']);
    for (const number of [1, 2, 3, 4, 5]) owner.catalog.completeAlbums.add(`album-${number}`);
    const complete = await request(6);
    expect([complete.status, complete.code]).toEqual([409, 'NOTHING_TO_QUEUE']);
    owner.catalog.completeAlbums.clear();
  });

  it('keeps and tells what was queued before a later part could not be', async () => {
    const large = await TestOwner.start({
      albums: 120,
      settings: { user_max_requests_per_day: 500, user_max_queue_size: 500 },
    });
    const sql = `CREATE TRIGGER full BEFORE INSERT ON download_queue WHEN NEW.content_id = 'album-110'
      BEGIN SELECT RAISE(ABORT, 'disk full'); END`;
    await large.database.write((tx) => tx.run(sql));
    const { status, json } = await large.call<{ request_ids: string[] }>('POST', '/v1/download/request/discography', {
      user: 1,
      body: { artist_id: 'artist-1', artist_name: 'Pilots' },
    });
    expect(status).toBe(200);
    expect(json).toMatchObject({ albums_queued: 100, albums_skipped: 20, skip_reasons: { INTERNAL: 20 } });
    expect(json.request_ids).toHaveLength(100);
  });

  it('does not know an artist the provider does not know', async () => {
    const { status, code } = await request(7, 'nobody');
    expect([status, code]).toEqual([404, 'NOT_FOUND']);
  });

  it('needs the catalog', async () => {
    await owner.catalog.goAway();
    const { status, code } = await request(8);
    await owner.catalog.comeBack();
    expect([status, code]).toEqual([503, 'CATALOG_UNAVAILABLE']);
  });

  it('refuses a body without names', async () => {
    const { status } = await owner.call('POST', '/v1/download/request/discography', {
      body: { artist_id: 'artist-1' },
    });
    expect(status).toBe(422);
  });
});
