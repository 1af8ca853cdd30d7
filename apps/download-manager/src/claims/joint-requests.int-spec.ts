import { beforeAll, describe, expect, it } from '@jest/globals';
import { type EventName, type WorkOutcome } from '@pezzottify/contracts';
import { eventually } from '@pezzottify/testing';
import { TestOwner } from '../owner.fixture.js';

const stored: WorkOutcome = { kind: 'stored', bytes: 1, duration_ms: 1, media_kind: 'audio' };
const expanded = (count: number): WorkOutcome => ({
  kind: 'expanded',
  album_name: 'a',
  artist_name: 'b',
  children: Array.from({ length: count }, (_, at) => ({
    content_type: 'TRACK_AUDIO',
    content_id: `track-${at}`,
    content_name: null,
  })),
});

describe('a request that several users share', () => {
  let owner: TestOwner;
  const toldOf = async (type: Extract<EventName, `download.${string}`>, requestId: string) =>
    (await owner.events(type)).filter(({ request_id }) => request_id === requestId);

  beforeAll(async () => {
    owner = await TestOwner.start();
  });

  it('is one download that all of them hear of, from the moment each joined', async () => {
    const { json: first } = await owner.requestAlbum('shared', 1);
    const { json: second } = await owner.requestAlbum('shared', 2);
    expect(second.request_id).toBe(first.request_id);
    expect((await owner.requestAlbum('shared', 2)).code).toBe('ALREADY_QUEUED');
    const id = first.request_id;
    const [album, ...others] = await owner.claim(5);
    expect(others).toEqual([]);
    await owner.settle(album!, expanded(1));
    const { json: third } = await owner.requestAlbum('shared', 3);
    expect(third).toEqual({ request_id: id, status: 'IN_PROGRESS', queue_position: null });
    owner.clock.advance(1);
    const [track] = await owner.claim();
    await owner.settle(track!, stored);

    const users = async (type: Extract<EventName, `download.${string}`>) =>
      (await toldOf(type, id)).map(({ user_ids }) => user_ids.join());
    expect(await users('download.request.created.v1')).toEqual(['1', '2', '3']);
    expect(await users('download.status.changed.v1')).toEqual(['1,2']);
    expect(await users('download.progress.updated.v1')).toEqual(['1,2', '1,2,3']);
    expect(await users('download.completed.v1')).toEqual(['1,2,3']);
    for (const user of [1, 2, 3]) expect((await owner.view(id, user)).json).toMatchObject({ status: 'COMPLETED' });
  });

  it('tells its progress at most once a second, and what was left out a moment later', async () => {
    const { json } = await owner.requestAlbum('busy', 1);
    const [album] = await owner.claim();
    await owner.settle(album!, expanded(9));
    for (const track of await owner.claim(5)) await owner.settle(track, stored);
    const completed = async () =>
      (await toldOf('download.progress.updated.v1', json.request_id)).map((event) =>
        'progress' in event ? event.progress.completed : null,
      );
    expect(await completed()).toEqual([0]);
    owner.clock.advance(1);
    await eventually(async () => expect(await completed()).toEqual([0, 5]));
    for (const track of await owner.claim(4)) await owner.settle(track, stored);
    expect(await completed()).toEqual([0, 5, 9]);
  });
});
