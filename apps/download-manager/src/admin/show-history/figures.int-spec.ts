import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Database, type SqlValue } from '@pezzottify/persistence';
import { TestOwner } from '../../owner.fixture.js';
import { insertExpansions, insertItem } from '../../storage/queue-rows.fixture.js';
import { type ActivityView } from '../show-activity/activity.view.js';
import { type Stats } from '../show-stats/stats.view.js';
import { type ThrottleView } from '../show-throttle/throttle.view.js';
import { type History } from './history.view.js';

const HOUR = 3_600;
const DAY = 24 * HOUR;

const addHour = (database: Database, at: number, counts: readonly SqlValue[]) =>
  database.write((tx) =>
    tx.run('INSERT INTO download_activity_log VALUES (?, ?, ?, ?, ?, ?, 1)', [at - (at % HOUR), ...counts]),
  );

describe('the figures of the queue', () => {
  let owner: TestOwner;
  const get = async <Body>(path: string) =>
    (await owner.call<Body>('GET', `/v1/download/admin${path}`, { token: 'admin-1' })).json;

  beforeAll(async () => {
    owner = await TestOwner.start({ settings: { throttle_enabled: true, throttle_max_mb_per_minute: 2 } });
  });
  beforeEach(async () => {
    await owner.database.write((tx) => tx.run('DELETE FROM download_queue'));
    await owner.database.write((tx) => tx.run('DELETE FROM download_activity_log'));
  });

  it('sum up what happened by hours, days and weeks', async () => {
    const now = owner.clock.seconds();
    const today = now - (now % DAY);
    await addHour(owner.database, today, [1, 2, 3, 4, 5]);
    await addHour(owner.database, today - HOUR, [10, 20, 30, 40, 50]);
    await addHour(owner.database, today - 2 * HOUR, [0, 0, 0, 0, 0]);
    await addHour(owner.database, today - 40 * DAY, [100, 0, 0, 0, 0]);
    const daily = await get<History>('/stats/history');
    expect(daily).toEqual({
      period: 'daily',
      entries: [
        { period_start: today - DAY, albums: 10, tracks: 20, images: 30, bytes: 40, failures: 50 },
        { period_start: today, albums: 1, tracks: 2, images: 3, bytes: 4, failures: 5 },
      ],
      total_albums: 11,
      total_tracks: 22,
      total_images: 33,
      total_bytes: 44,
      total_failures: 55,
    });
    const hourly = await get<History>(`/stats/history?period=hourly&since=${today - HOUR + 5}&until=${today - 1}`);
    expect(hourly.entries.map(({ period_start }) => period_start)).toEqual([today - HOUR]);
    expect((await get<History>('/stats/history?period=weekly')).total_albums).toBe(111);
    expect((await get<History>('/stats/history?until=1')).entries).toEqual([]);
  });

  it('show the latest hours', async () => {
    const now = owner.clock.seconds();
    const hour = now - (now % HOUR);
    await addHour(owner.database, hour, [1, 2, 3, 4, 5]);
    await addHour(owner.database, hour - 30 * HOUR, [1, 2, 3, 4, 5]);
    const text = new Date(1000 * hour).toISOString().replace('.000', '');
    expect(await get<ActivityView>('/activity')).toEqual({
      hourly: [{ hour: text, albums: 1, tracks: 2, bytes: 4 }],
      totals: { albums: 1, tracks: 2, bytes: 4 },
    });
    expect((await get<ActivityView>('/activity?hours=9999')).hourly).toHaveLength(2);
    expect((await get<ActivityView>('/activity?hours=0')).totals.albums).toBe(0);
  });

  it('say how downloader, queue, limits and work stand', async () => {
    const now = owner.clock.seconds();
    const today = now - (now % DAY);
    const audio = { content_type: 'TRACK_AUDIO', status: 'COMPLETED', bytes_downloaded: 1, expanded_at: null };
    await insertItem(owner.database, {});
    await insertItem(owner.database, { status: 'RETRY_WAITING', next_retry_at: now + 5 });
    await insertItem(owner.database, { ...audio, completed_at: now, processing_duration_ms: 100 });
    await insertItem(owner.database, { ...audio, completed_at: now, processing_duration_ms: 300 });
    await insertItem(owner.database, { ...audio, completed_at: today - 1, processing_duration_ms: 500 });
    await insertItem(owner.database, { ...audio, status: 'FAILED', completed_at: now });
    await insertItem(owner.database, { ...audio, status: 'FAILED', completed_at: now - 2 * DAY });
    await insertItem(owner.database, { status: 'COMPLETED', completed_at: now });
    await insertExpansions(owner.database, now, 1);
    expect(await get<Stats>('/stats')).toEqual({
      downloader: { online: true, state: 'Healthy', uptime_secs: expect.any(Number), last_error: null },
      queue: { pending: 1, in_progress: 0, retry_waiting: 1, completed_today: 3, failed_today: 1 },
      capacity: { albums_this_hour: 1, max_per_hour: 10, albums_today: 1, max_per_day: 60 },
      processing: { average_duration_ms: 300, success_rate_percent: 75 },
    });
  });

  it('are what the gauges say', async () => {
    const now = owner.clock.seconds();
    const audio = { content_type: 'TRACK_AUDIO', bytes_downloaded: 2 * 1048576, expanded_at: null };
    await insertExpansions(owner.database, now, 1);
    await insertItem(owner.database, { ...audio, status: 'COMPLETED', completed_at: now });
    await insertItem(owner.database, { ...audio, status: 'IN_PROGRESS', last_attempt_at: now - DAY });
    const text = await owner.metrics();
    for (const line of [
      'download_queue_size{status="in_progress",priority="user"} 1',
      'download_queue_stale_in_progress 1',
      'download_capacity_used{period="hour"} 1',
      'download_throttle_bytes{period="minute"} 2097152',
      'download_throttle_is_throttled 1',
    ]) {
      expect(text).toContain(`pezzottify_${line}\n`);
    }
  });

  it('are null where there is no data, and a downloader that is away is offline', async () => {
    owner.clock.advance(10);
    owner.provider.fail({ path: '/status', fault: { kind: 'status', status: 500 } });
    const { downloader, processing } = await get<Stats>('/stats');
    expect(downloader).toEqual({ online: false, state: null, uptime_secs: null, last_error: expect.any(String) });
    expect(processing).toEqual({ average_duration_ms: null, success_rate_percent: null });
    owner.provider.heal();
    expect((await get<Stats>('/stats')).downloader.online).toBe(false);
    owner.clock.advance(5);
    expect((await get<Stats>('/stats')).downloader.online).toBe(true);
  });

  it('count the bandwidth, and begin anew when told to', async () => {
    const now = owner.clock.seconds();
    const audio = { content_type: 'TRACK_AUDIO', status: 'COMPLETED', bytes_downloaded: 1.5 * 1048576 };
    await insertItem(owner.database, { ...audio, completed_at: now });
    await insertItem(owner.database, { ...audio, completed_at: now - 59 });
    await insertItem(owner.database, { ...audio, completed_at: now - 60 });
    await insertItem(owner.database, { ...audio, completed_at: now - HOUR });
    const full = {
      enabled: true,
      max_mb_per_minute: 2,
      max_mb_per_hour: 1500,
      current_mb_last_minute: 3,
      current_mb_last_hour: 4.5,
      is_throttled: true,
    };
    expect(await get<ThrottleView>('/throttle')).toEqual(full);
    const empty = { ...full, current_mb_last_minute: 0, current_mb_last_hour: 0, is_throttled: false };
    const reset = await owner.call('POST', '/v1/download/admin/throttle/reset', { token: 'admin-1' });
    expect([reset.status, reset.json]).toEqual([200, empty]);
    expect(await get<ThrottleView>('/throttle')).toEqual(empty);
    await insertItem(owner.database, { ...audio, completed_at: now + 1 });
    owner.clock.advance(1);
    expect(await get<ThrottleView>('/throttle')).toMatchObject({ current_mb_last_minute: 1.5 });
  });
});
