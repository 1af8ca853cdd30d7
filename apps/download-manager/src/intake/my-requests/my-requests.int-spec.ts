import { beforeAll, describe, expect, it } from '@jest/globals';
import { TestOwner } from '../../owner.fixture.js';

import { insertExpansions, insertItem, insertParticipant } from '../../storage/queue-rows.fixture.js';
import { type MyRequests } from './my-requests.usecase.js';

describe('GET /v1/download/my-requests and /request/{id}', () => {
  let owner: TestOwner;

  beforeAll(async () => {
    owner = await TestOwner.start({
      settings: {
        max_albums_per_hour: 1,
        throttle_enabled: true,
        throttle_max_mb_per_minute: 1,
        throttle_max_mb_per_hour: 1000,
      },
    });
  });

  const mine = async (user: number, query = '') => (await owner.get<MyRequests>(`/my-requests${query}`, { user })).json;

  it('has every field of the contract, and the limits', async () => {
    const { json } = await owner.requestAlbum('full', 1);
    const { requests, stats } = await mine(1);
    expect(requests).toEqual([
      {
        id: json.request_id,
        parent_id: null,
        status: 'PENDING',
        priority: 'User',
        content_type: 'ALBUM',
        content_id: 'full',
        content_name: 'Name of full',
        artist_name: 'The Pilots',
        request_source: 'USER',
        requested_by_user_id: '1',
        created_at: owner.clock.seconds(),
        started_at: null,
        completed_at: null,
        last_attempt_at: null,
        next_retry_at: null,
        retry_count: 0,
        max_retries: 5,
        error_type: null,
        error_message: null,
        bytes_downloaded: null,
        processing_duration_ms: null,
        progress: null,
        queue_position: 1,
        waiting_reason: null,
        earliest_start_at: null,
      },
    ]);
    expect(stats).toEqual({ requests_today: 1, max_per_day: 100, in_queue: 1, max_queue: 200, can_request: true });
    expect((await owner.get(`/request/${json.request_id}`, { user: 1 })).json).toEqual(requests[0]);
  });

  it('pages through them, newest first', async () => {
    for (const id of ['p1', 'p2', 'p3']) await owner.requestAlbum(id, 2);
    const ids = ({ requests }: { requests: { content_id: string }[] }) => requests.map(({ content_id }) => content_id);
    expect(ids(await mine(2))).toEqual(['p3', 'p2', 'p1']);
    expect(ids(await mine(2, '?limit=1&offset=1'))).toEqual(['p2']);
    expect(ids(await mine(2, '?limit=0'))).toEqual([]);
    expect((await owner.get('/my-requests?limit=-1')).status).toBe(400);
    expect(ids(await mine(99))).toEqual([]);
  });

  it('names what has no name by its content id', async () => {
    const id = await insertItem(owner.database, {
      content_name: null,
      content_id: 'nameless',
      requested_by_user_id: '3',
    });
    await insertParticipant(owner.database, id, '3');
    expect((await owner.view(id, 3)).json.content_name).toBe('nameless');
  });

  it('says truthfully why an album waits, and when that can end', async () => {
    const view = async (id: string) => {
      const { json } = await owner.view(id, 4);
      return [json.waiting_reason, json.earliest_start_at];
    };
    const id = (await owner.requestAlbum('why', 4)).json.request_id;
    expect(await view(id)).toEqual(['behind_others', null]);

    const now = owner.clock.seconds();
    const hourEnd = now - (now % 3600) + 3600;
    const finished = { content_type: 'TRACK_AUDIO', status: 'COMPLETED', bytes_downloaded: 700_000 };
    await insertItem(owner.database, { ...finished, completed_at: now - 30 });
    await insertItem(owner.database, { ...finished, completed_at: now - 20 });
    expect(await view(id)).toEqual(['bandwidth_limit', now + 30]);
    owner.clock.advance(29);
    expect((await view(id))[0]).toBe('bandwidth_limit');
    owner.clock.advance(1);
    expect((await view(id))[0]).toBe('behind_others');

    await insertExpansions(owner.database, now, 1);
    expect(await view(id)).toEqual(['album_limit', hourEnd]);

    owner.clock.advance(3600);
    expect(await view(id)).toEqual(['no_worker', null]);
  });

  it('does not give away requests of others, nor children', async () => {
    const id = (await owner.requestAlbum('private', 5)).json.request_id;
    const child = await insertItem(owner.database, {
      parent_id: id,
      content_type: 'TRACK_AUDIO',
      requested_by_user_id: '5',
    });
    const answers = await Promise.all([
      owner.view(id, 6),
      owner.view(child, 5),
      owner.get('/request/nothing', { user: 5 }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect((await mine(5)).requests).toHaveLength(1);
  });
});
