import { beforeAll, describe, expect, it } from '@jest/globals';
import { type SqlValue } from '@pezzottify/persistence';
import { TestOwner } from '../../owner.fixture.js';
import { insertItem } from '../../storage/queue-rows.fixture.js';
import { type AuditPage, type ItemAudit } from './audit-entry.view.js';

type Row = [number, string, string | null, string | null, string | null, string | null, string | null];

const ROWS: readonly Row[] = [
  [10, 'REQUEST_CREATED', 'a', 'ALBUM', 'x1', '7', '{"queue_position":1}'],
  [20, 'DOWNLOAD_STARTED', 'a', 'ALBUM', 'x1', '7', null],
  [20, 'DOWNLOAD_STARTED', 'b', 'TRACK_AUDIO', 't1', '8', null],
  [30, 'DOWNLOAD_FAILED', 'b', 'TRACK_AUDIO', 't1', '8', '{broken'],
  [40, 'WATCHDOG_SCAN_STARTED', null, null, null, null, null],
];

describe('the audit log', () => {
  let owner: TestOwner;
  const get = <Body>(path: string) => owner.call<Body>('GET', `/v1/download/admin/audit${path}`, { token: 'viewer-1' });
  const page = async (query: string) => (await get<AuditPage>(query)).json;

  beforeAll(async () => {
    owner = await TestOwner.start();
    await insertItem(owner.database, { id: 'a', content_id: 'x1' });
    for (const [at, type, item, contentType, contentId, user, details] of ROWS) {
      const values: SqlValue[] = [at, type, item, contentType, contentId, user, details];
      await owner.database.write((tx) =>
        tx.run(
          `INSERT INTO download_audit_log (timestamp, event_type, queue_item_id, content_type, content_id, user_id,
             request_source, details) VALUES (?, ?, ?, ?, ?, ?, 'USER', ?)`,
          values,
        ),
      );
    }
  });

  it('is read newest first, with details; unreadable ones do not hide the rest', async () => {
    const { entries, total_count, has_more } = await page('');
    expect(entries.map(({ id }) => id)).toEqual([5, 4, 3, 2, 1]);
    expect([total_count, has_more]).toEqual([5, false]);
    expect(entries.at(-1)).toEqual({
      id: 1,
      timestamp: 10,
      event_type: 'REQUEST_CREATED',
      queue_item_id: 'a',
      content_type: 'ALBUM',
      content_id: 'x1',
      user_id: '7',
      request_source: 'USER',
      details: { queue_position: 1 },
    });
    expect(entries[1]?.details).toBeNull();
  });

  it.each([
    ['?queue_item_id=a', [2, 1]],
    ['?user_id=8', [4, 3]],
    ['?event_type=DOWNLOAD_STARTED', [3, 2]],
    ['?event_type=download_started&user_id=7', [2]],
    ['?content_type=TRACK_AUDIO', [4, 3]],
    ['?content_id=x1&since=20', [2]],
    ['?since=20&until=30', [4, 3, 2]],
    ['?user_id=7%27%20OR%201=1', []],
    ['/user/7', [2, 1]],
    ['/user/7?until=10', [1]],
    ['/user/nobody', []],
  ])('%s finds %j', async (query, ids) => {
    const { entries, total_count } = await page(query);
    expect([entries.map(({ id }) => id), total_count]).toEqual([ids, ids.length]);
  });

  it('comes in pages that say whether more follows', async () => {
    expect(await page('?limit=2&offset=1')).toMatchObject({
      total_count: 5,
      has_more: true,
      entries: [{ id: 4 }, { id: 3 }],
    });
    expect(await page('?limit=2&offset=3')).toMatchObject({ has_more: false });
    expect(await page('?limit=2&offset=99')).toMatchObject({ entries: [], has_more: false, total_count: 5 });
    expect(await page('?limit=0')).toMatchObject({ entries: [], has_more: true });
    expect((await page('/user/7?limit=1')).has_more).toBe(true);
  });

  it('tells the story of an item, also of one that is gone', async () => {
    const { json } = await get<ItemAudit>('/item/a');
    expect(json.queue_item).toMatchObject({ id: 'a', content_id: 'x1' });
    expect(json.events.map(({ id }) => id)).toEqual([1, 2]);
    const gone = await get<ItemAudit>('/item/b');
    expect([gone.status, gone.json.queue_item, gone.json.events.length]).toEqual([200, null, 2]);
    expect((await get('/item/c')).status).toBe(404);
  });
});
