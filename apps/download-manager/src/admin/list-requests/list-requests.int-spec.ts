import { beforeAll, describe, expect, it } from '@jest/globals';
import { TestOwner } from '../../owner.fixture.js';
import { insertItem, insertParticipant } from '../../storage/queue-rows.fixture.js';
import { type ListedItem } from './listed-item.view.js';

describe('the lists for administrators', () => {
  let owner: TestOwner;
  const list = async (query = '') => {
    const path = `/v1/download/admin/requests${query}`;
    return (await owner.call<{ items: ListedItem[] }>('GET', path, { token: 'viewer-1' })).json.items;
  };
  const ids = async (query?: string) => (await list(query)).map(({ id }) => id);

  beforeAll(async () => {
    owner = await TestOwner.start();
    const { database } = owner;
    await insertItem(database, { id: 'late', priority: 2, created_at: 20 });
    await insertItem(database, { id: 'early', priority: 2, created_at: 10, requested_by_user_id: '8' });
    await insertItem(database, { id: 'repair', priority: 1, created_at: 30, content_type: 'TRACK_AUDIO' });
    await insertItem(database, { id: 'begun', priority: 3, created_at: 1, status: 'IN_PROGRESS', expanded_at: 5 });
    await insertItem(database, { id: 'child', parent_id: 'begun', content_type: 'TRACK_AUDIO', created_at: 40 });
    await insertItem(database, { id: 'done', status: 'COMPLETED', completed_at: 5 });
    await insertItem(database, { id: 'failed', status: 'FAILED', completed_at: 6, error_type: 'timeout' });
    await insertItem(database, {
      id: 'failed-child',
      parent_id: 'failed',
      content_type: 'TRACK_AUDIO',
      status: 'FAILED',
      completed_at: 7,
    });
    for (const id of ['late', 'done', 'failed']) await insertParticipant(database, id, '7');
    await insertParticipant(database, 'early', '8');
    await insertParticipant(database, 'early', '7');
  });

  it('give active items in the order of their lanes, then finished ones, the latest first', async () => {
    expect(await ids()).toEqual(['repair', 'early', 'late', 'child', 'begun', 'failed-child', 'failed', 'done']);
  });

  it.each([
    ['?status=pending', ['repair', 'early', 'late', 'child']],
    ['?status=FAILED&top_level_only=true', ['failed']],
    ['?top_level_only=true', ['repair', 'early', 'late', 'begun', 'failed', 'done']],
    ['?exclude_completed=true&top_level_only=true', ['repair', 'early', 'late', 'begun', 'failed']],
    ['?user_id=8', ['early']],
    ['?user_id=7&status=PENDING&top_level_only=true', ['repair', 'early', 'late']],
    ['?user_id=nobody', []],
    ['?limit=2&offset=1', ['early', 'late']],
    ['?limit=0', []],
    ['?status=COMPLETED&exclude_completed=true', []],
  ])('%s selects %j', async (query, expected) => {
    expect(await ids(query)).toEqual(expected);
  });

  it('show progress only where top-level items alone are asked for', async () => {
    const all = await list();
    expect(all.every((item) => !('progress' in item))).toBe(true);
    const top = new Map((await list('?top_level_only=true')).map((item) => [item.id, item.progress]));
    expect(top.get('late')).toBeNull();
    expect(top.get('begun')).toEqual({ total_children: 1, completed: 0, failed: 0, pending: 1, in_progress: 0 });
  });

  it('say where items wait and why', async () => {
    const late = (await list('?status=PENDING')).find(({ id }) => id === 'late');
    expect(late).toMatchObject({ queue_position: 3, waiting_reason: 'behind_others', earliest_start_at: null });
  });

  it('keep what failed apart, children included', async () => {
    const { json } = await owner.call<ListedItem[]>('GET', '/v1/download/admin/failed', { token: 'viewer-1' });
    expect(json.map(({ id }) => id)).toEqual(['failed-child', 'failed']);
    expect(Object.keys(json[0] ?? {})).not.toContain('waiting_reason');
    const second = await owner.call<ListedItem[]>('GET', '/v1/download/admin/failed?limit=1&offset=1', {
      token: 'viewer-1',
    });
    expect(second.json.map(({ id }) => id)).toEqual(['failed']);
  });
});
