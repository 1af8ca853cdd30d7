import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Config } from '@pezzottify/config';
import { TIMEOUT_MS, TestOwner, WORKER } from './owner.fixture.js';

type Settings = { -readonly [Key in keyof Config['downloadManager']]: Config['downloadManager'][Key] };

describe('settings that change while the owner runs', () => {
  let owner: TestOwner;
  let settings: Settings;

  beforeAll(async () => {
    owner = await TestOwner.start({ settings: { lease_secs: 60 } });
    settings = owner.config.downloadManager;
  });

  it('limit who asks next', async () => {
    settings.userMaxRequestsPerDay = 1;
    expect((await owner.requestAlbum('first')).status).toBe(200);
    expect((await owner.requestAlbum('second')).status).toBe(429);
    settings.userMaxRequestsPerDay = 3;
    expect((await owner.get('/limits')).json).toMatchObject({ max_per_day: 3, requests_today: 1 });
    expect((await owner.requestAlbum('second')).status).toBe(200);
  });

  it('are what the metrics show', async () => {
    settings.throttleMaxMbPerMinute = 3;
    expect(await owner.metrics()).toContain(`download_throttle_limit_bytes{period="minute"} ${3 * 1024 * 1024}`);
  });

  it('never shorten a lease that was granted, though the next one is shorter', async () => {
    const [granted] = await owner.claim();
    settings.leaseSecs = 5;
    const leases = [{ item_id: granted!.id, lease_token: granted!.lease_token }];
    const reply = await owner.bus.request('queue.heartbeat', { worker: WORKER, leases }, { timeoutMs: TIMEOUT_MS });
    expect(reply).toEqual({ lost_item_ids: [] });
    const lease = await owner.database.reads.get('SELECT lease_expires_at AS at FROM download_queue WHERE id = ?', [
      granted!.id,
    ]);
    expect(lease).toEqual({ at: granted!.lease_expires_at });
    const [next] = await owner.claim();
    expect(next).toMatchObject({ lease_seconds: 5, lease_expires_at: owner.clock.seconds() + 5 });
  });
});
