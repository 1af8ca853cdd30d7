import { beforeAll, describe, expect, it } from '@jest/globals';
import { type QueueClaimReply } from '@pezzottify/contracts';
import { TestOwner, TIMEOUT_MS } from '../../owner.fixture.js';
import { insertItem } from '../../storage/queue-rows.fixture.js';
import { type WorkerView } from './worker.view.js';

describe('GET /v1/download/admin/workers', () => {
  let owner: TestOwner;
  const list = async () =>
    (await owner.call<{ workers: WorkerView[] }>('GET', '/v1/download/admin/workers', { token: 'viewer-1' })).json
      .workers;
  const claimAs = (worker: object): Promise<QueueClaimReply> =>
    owner.bus.request('queue.claim', { worker: worker as never, max_items: 1 }, { timeoutMs: TIMEOUT_MS });

  beforeAll(async () => {
    owner = await TestOwner.start();
  });

  it('lists who asks for work, and what each holds', async () => {
    expect(await list()).toEqual([]);
    await owner.requestAlbum('worked-on');
    const now = owner.clock.seconds();
    expect((await claimAs({ name: 'a', version: '1.2', protocol: 2 })).kind).toBe('claimed');
    await claimAs({ name: 'b', version: '1.0' });
    const common = { last_heartbeat_at: now, refusal: null };
    expect(await list()).toEqual([
      {
        ...common,
        name: 'a',
        version: '1.2',
        protocol: 2,
        items: [
          {
            id: expect.any(String),
            content_type: 'ALBUM',
            content_id: 'worked-on',
            content_name: 'Name of worked-on',
            claimed_at: now,
            lease_expires_at: now + 60,
          },
        ],
      },
      { ...common, name: 'b', version: '1.0', protocol: 1, items: [] },
    ]);
  });

  it('forgets who is silent, and shows what was claimed before the restart', async () => {
    owner.clock.advance(10_000);
    await insertItem(owner.database, {
      status: 'IN_PROGRESS',
      lease_token: 't'.repeat(32),
      lease_owner: 'earlier',
      lease_expires_at: owner.clock.seconds() + 50,
      last_attempt_at: owner.clock.seconds(),
    });
    const [first] = (await list()).filter(({ name }) => name === 'earlier');
    expect(first).toMatchObject({ version: null, last_heartbeat_at: null, items: [{ content_type: 'ALBUM' }] });
    expect((await list()).map(({ name }) => name)).not.toContain('b');
  });

  it('refuses a worker that is too old with the reason, which it also shows', async () => {
    const reply = await claimAs({ name: 'ancient', version: '0.1', protocol: 0 });
    const reason = expect.stringMatching(/version 0\.1 speaks protocol 0; this server needs 1 or later/);
    expect(reply).toEqual({ kind: 'refused', reason });
    expect((await list()).find(({ name }) => name === 'ancient')).toMatchObject({ refusal: reason });
  });

  it('gives work to one that is newer: it speaks what the server speaks', async () => {
    const reply = await claimAs({ name: 'new', version: '9', protocol: 99, more: true });
    expect(reply).toMatchObject({ protocol: 2 });
  });
});
