import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { JOB_IDS } from '@pezzottify/config';
import { eventually, listedRoutes, sampleLibrary } from '@pezzottify/testing';
import { ApiClient } from './household/api-client.js';
import { ended, expectWholeAlbum, requestAlbum, resolvedAlbum } from './household/downloads.js';
import { Household } from './household/household.js';
import { type SearchResult } from './household/shapes.js';
import { SyncSocket } from './household/sync-socket.js';

interface JobList {
  jobs: { id: string; last_run: { triggered_by: string; outcome: string | null } | null }[];
}

describe('the main story', () => {
  let household: Household;
  let client: ApiClient;

  beforeAll(async () => {
    household = await Household.start({ provider: { library: sampleLibrary({ albums: 2 }) } });
    client = await household.signIn();
  }, 120_000);

  it('stands in the descriptions of the services: each route of the list with each of its statuses', async () => {
    const descriptions = await household.apiDescriptions();
    const ofTheApi = listedRoutes().filter(({ path }) => path.startsWith('/v1/'));
    const missing = ofTheApi.flatMap(({ method, path, successes, errors }) => {
      const described = descriptions.statusesOf(method, path);
      const statuses = [...successes, ...errors].filter((status) => !described.includes(status));
      return statuses.map((status) => `${method} ${path} ${status}`);
    });
    expect(missing).toEqual([]);
  });

  it('finds the album at the downloader, asks for it, and watches it arrive until it plays', async () => {
    const socket = await SyncSocket.open(household.url, client.token);
    const search = await client.get<{ results: SearchResult[] }>('/v1/download/search?q=Harbour&type=album');
    expect(search.body.results[0]).toMatchObject({ id: 'album-1', in_catalog: false, in_queue: false });

    const requestId = await requestAlbum(client, 'album-1');
    expect(await ended(client, requestId)).toMatchObject({
      status: 'COMPLETED',
      progress: { total_children: 6, completed: 6, failed: 0, pending: 0, in_progress: 0 },
    });
    await expectWholeAlbum(household, client, 'album-1', 3);

    await eventually(() => expect(socket.eventTypes()).toContain('notification_created'));
    expect(socket.messages[0]).toMatchObject({ type: 'connected' });
    const types = socket.eventTypes();
    expect(types[0]).toBe('download_request_created');
    expect(types).toContain('download_progress_updated');
    expect(types.indexOf('download_completed')).toBeLessThan(types.indexOf('notification_created'));
    const sequence = socket.events().map(({ seq }) => seq);
    expect(sequence).toEqual(sequence.map((_, index) => (sequence[0] ?? 1) + index));
    socket.close();
  }, 90_000);

  it('streams a track by ranges', async () => {
    const { discs } = await resolvedAlbum(client, 'album-1');
    const path = `/v1/content/stream/${discs[0]?.tracks[0]?.id ?? ''}`;
    const whole = await client.bytes(path);
    const part = await client.bytes(path, { range: 'bytes=10-19' });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes 10-19/${whole.bytes.length}`);
    expect(part.bytes).toEqual(whole.bytes.subarray(10, 20));
    const beyond = await client.bytes(path, { range: `bytes=${whole.bytes.length}-` });
    expect(beyond.status).toBe(416);
  });

  it('serves the cover that came with the album', async () => {
    const { display_image: cover } = await resolvedAlbum(client, 'album-1');
    const image = await client.bytes(`/v1/content/image/${cover?.id ?? 'missing'}`);
    expect(image.status).toBe(200);
    expect(image.headers.get('content-type')).toMatch(/^image\//);
  });

  it('knows now that the album is complete, and refuses a second request', async () => {
    const search = await client.get<{ results: SearchResult[] }>('/v1/download/search?q=Harbour&type=album');
    expect(search.body.results[0]).toMatchObject({ id: 'album-1', in_catalog: true });
    const again = await client.post('/v1/download/request/album', {
      album_id: 'album-1',
      album_name: 'x',
      artist_name: '',
    });
    expect([again.status, again.headers.get('x-error-code')]).toEqual([409, 'ALREADY_IN_CATALOG']);
  });

  it('finds the new album in the catalog search', async () => {
    const { body } = await client.post<{ id: string }[]>('/v1/content/search', {
      query: 'harbor lights',
      resolve: true,
    });
    expect(body.map(({ id }) => id)).toContain('album-1');
  });

  it('runs a job because of it', async () => {
    await eventually(
      async () => {
        const { body } = await client.get<JobList>('/v1/admin/jobs');
        const popular = body.jobs.find(({ id }) => id === 'popular_content');
        expect(popular?.last_run).toMatchObject({ triggered_by: 'hook:OnDownloadComplete', outcome: 'Success' });
      },
      { timeoutMs: 15_000 },
    );
  }, 20_000);

  it('has told the others that it started, once', async () => {
    const sql = `SELECT body -> 'data' ->> 'service' AS service, published_at FROM outbox WHERE subject LIKE '%OnStartup'`;
    const raised = () => {
      const database = new DatabaseSync(join(household.folders.db, 'catalog.db'), { readOnly: true });
      const rows = database.prepare(sql).all();
      database.close();
      return rows;
    };
    const once = [{ service: 'catalog-api', published_at: expect.any(Number) }];
    await eventually(() => expect(raised()).toEqual(once));
  });

  it('has exactly the jobs that the configuration can name', async () => {
    const ids = async () => (await client.get<JobList>('/v1/admin/jobs')).body.jobs.map(({ id }) => id);
    await eventually(async () => expect(await ids()).toEqual([...JOB_IDS]), { timeoutMs: 15_000 });
  }, 20_000);

  it('fetches an album that two ask for once, and tells both of it until it is there', async () => {
    await household.addPerson('second', ['Admin', 'Regular']);
    const second = await household.signIn('second');
    const sockets = await Promise.all([client, second].map(({ token }) => SyncSocket.open(household.url, token)));
    expect((await client.post('/v1/download/admin/queue/pause', { reason: 'until both have asked' })).status).toBe(200);
    const requestId = await requestAlbum(client, 'album-2');
    expect(await requestAlbum(second, 'album-2')).toBe(requestId);
    expect((await client.post('/v1/download/admin/queue/resume')).status).toBe(200);
    for (const person of [client, second]) {
      expect(await ended(person, requestId)).toMatchObject({ status: 'COMPLETED', progress: { failed: 0 } });
    }
    const told = [
      'download_request_created',
      'download_progress_updated',
      'download_completed',
      'notification_created',
    ];
    for (const socket of sockets) {
      await eventually(() => expect(socket.eventTypes()).toEqual(expect.arrayContaining(told)));
      expect(socket.eventTypes().filter((type) => type === 'notification_created')).toHaveLength(1);
      socket.close();
    }
    expect(await household.provider.requests('/track/album-2-track-1/audio')).toHaveLength(1);
  }, 90_000);

  it('lets nobody in without a session, and nobody ask who may not', async () => {
    await household.addPerson('guest', ['Regular']);
    const guest = await household.signIn('guest');
    const refused = await guest.get('/v1/download/search?q=x');
    expect([refused.status, refused.headers.get('x-error-code')]).toEqual([403, 'FORBIDDEN']);
    const stranger = new ApiClient(household.url, '', await household.apiDescriptions());
    expect((await stranger.get('/v1/content/album/album-1')).status).toBe(403);
  });
});
