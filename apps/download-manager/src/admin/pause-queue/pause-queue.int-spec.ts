import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@pezzottify/testing';
import { TestOwner } from '../../owner.fixture.js';
import { type QueueStateView } from '../show-queue/queue-state.view.js';

const OPEN = {
  is_paused: false,
  paused_by_user_id: null,
  paused_by: null,
  reason: null,
  paused_at: null,
  expires_at: null,
};

describe('pausing the queue', () => {
  let owner: TestOwner;
  const send = (path: string, body?: unknown, token = 'admin-3') =>
    owner.call<QueueStateView>('POST', `/v1/download/admin/queue${path}`, { token, body });
  const state = async () =>
    (await owner.call<QueueStateView>('GET', '/v1/download/admin/queue', { token: 'viewer-1' })).json;
  const entries = () =>
    owner.database.reads.all(
      `SELECT event_type AS type, user_id AS who, details FROM download_audit_log WHERE event_type LIKE 'QUEUE_%'`,
    );

  beforeAll(async () => {
    owner = await TestOwner.start({ settings: { max_albums_per_hour: 100 } });
  });
  beforeEach(async () => {
    await send('/resume');
    await owner.database.write((tx) => tx.run('DELETE FROM download_audit_log'));
  });

  it('keeps everything waiting, says why, and takes requests all the same', async () => {
    const expires_at = owner.clock.seconds() + 600;
    const { status, json } = await send('/pause', { reason: 'the disk is being replaced', expires_at });
    const paused = {
      is_paused: true,
      paused_by_user_id: '3',
      paused_by: 'user 3',
      reason: 'the disk is being replaced',
      paused_at: owner.clock.seconds(),
      expires_at,
    };
    expect([status, json]).toEqual([200, paused]);
    expect(await state()).toEqual(paused);
    const asked = await owner.requestAlbum('while-paused');
    expect(asked.status).toBe(200);
    expect(await owner.claim()).toEqual([]);
    const { json: view } = await owner.view(asked.json.request_id);
    expect([view.waiting_reason, view.earliest_start_at]).toEqual(['paused', expires_at]);
    await owner.cancel(asked.json.request_id);
  });

  it('ends when it is resumed, and workers hear of it', async () => {
    await send('/pause', { reason: 'wait' });
    await owner.requestAlbum('resumed');
    const told = owner.counted('queue.work-available');
    const { status, json } = await send('/resume');
    expect([status, json]).toEqual([200, OPEN]);
    // The request's own signal may still be on its way.
    await eventually(() => expect(told()).toBeGreaterThan(0));
    expect(await owner.claim()).toHaveLength(1);
    expect(await state()).toEqual(OPEN);
    expect(await entries()).toEqual([
      { type: 'QUEUE_PAUSED', who: '3', details: '{"reason":"wait","expires_at":null}' },
      { type: 'QUEUE_RESUMED', who: '3', details: expect.stringContaining('"paused_by":"3"') },
    ]);
  });

  it.each(['expires_at', 'duration_secs'])('ends by itself when it was given an end by %s', async (key) => {
    await owner.requestAlbum(`expiring-${key}`);
    const end = key === 'expires_at' ? owner.clock.seconds() + 60 : 60;
    await send('/pause', { reason: 'for a minute', [key]: end });
    owner.clock.advance(59);
    expect(await owner.claim()).toEqual([]);
    owner.clock.advance(1);
    expect(await state()).toEqual(OPEN);
    expect(await owner.claim()).toHaveLength(1);
  });

  it('leaves no entry where there was nothing to resume', async () => {
    expect((await send('/resume')).json).toEqual(OPEN);
    expect(await entries()).toEqual([]);
  });

  it.each([
    [undefined, 415],
    [{}, 422],
    [{ reason: '' }, 422],
    [{ reason: '  ' }, 422],
    [{ reason: 5 }, 422],
    [{ reason: 'x'.repeat(501) }, 422],
    [{ reason: 'x', expires_at: 'tomorrow' }, 422],
    [{ reason: 'x', expires_at: 1.5 }, 422],
    [{ reason: 'x', expires_at: -1 }, 422],
    [{ reason: 'x', expires_at: 1 }, 422],
    [{ reason: 'x', duration_secs: 0 }, 422],
    [{ reason: 'x', duration_secs: '60' }, 422],
    [{ reason: 'x', duration_secs: 60, expires_at: 9_000_000_000 }, 422],
    [[], 422],
  ])('refuses %j', async (body, status) => {
    expect((await send('/pause', body)).status).toBe(status);
    expect((await state()).is_paused).toBe(false);
  });

  it('is for editors and administrators only', async () => {
    const who = ['viewer-1', 'user-1', 'nobody'];
    const answers = await Promise.all(
      who.flatMap((token) => [send('/pause', { reason: 'x' }, token), send('/resume', undefined, token)]),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([403]));
    expect((await send('/pause', { reason: 'x' }, 'editor-1')).status).toBe(200);
  });

  it('outlives a restart', async () => {
    await send('/pause', { reason: 'kept' });
    const row = await owner.database.reads.get<{ value: string }>(
      `SELECT value FROM download_queue_state WHERE key = 'pause'`,
    );
    expect(JSON.parse(row?.value ?? '')).toMatchObject({ reason: 'kept', by: '3', expiresAt: null });
  });
});
