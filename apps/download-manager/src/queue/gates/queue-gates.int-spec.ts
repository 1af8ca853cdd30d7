import { describe, expect, it } from '@jest/globals';
import { queueMachine, type QueueMachine, type QueueSettings } from '../../claims/queue-machine.fixture.js';
import { insertItem } from '../../storage/queue-rows.fixture.js';

const MB = 1024 * 1024;

async function setup(settings: QueueSettings = {}, availableBytes?: () => number | null) {
  const machine = await queueMachine(settings, availableBytes);
  const add = (row: Parameters<typeof insertItem>[1]) => insertItem(machine.database, row);
  return { ...machine, add, claim: () => claimOne(machine) };
}

async function claimOne({ claim }: QueueMachine): Promise<string | undefined> {
  const reply = await claim.execute({ worker: { name: 'w', version: '1' }, max_items: 1 });
  return reply.kind === 'claimed' ? reply.items[0]?.content_id : undefined;
}

describe('the free-space floor', () => {
  it('holds back everything while less is free, and nothing when that cannot be seen', async () => {
    let available: number | null = 511 * MB;
    const { add, claim } = await setup({ minFreeSpaceMb: 512 }, () => available);
    await add({ content_type: 'TRACK_AUDIO', content_id: 'track', priority: 1 });
    await add({ content_id: 'album' });
    expect(await claim()).toBeUndefined();
    available = null;
    expect(await claim()).toBe('track');
    available = 512 * MB;
    expect(await claim()).toBe('album');
  });
});

describe('the bandwidth limits', () => {
  const limits = { throttleEnabled: true, throttleMaxMbPerMinute: 1, throttleMaxMbPerHour: 2 };
  const finished = (completed_at: number, megabytes: number) => ({
    content_type: 'TRACK_AUDIO',
    status: 'COMPLETED',
    bytes_downloaded: megabytes * MB,
    completed_at,
  });

  it('hold back everything while the sum of the last minute or hour is reached', async () => {
    const { add, claim, clock } = await setup(limits);
    for (const n of [1, 2, 3]) await add({ content_type: 'TRACK_AUDIO', content_id: `waiting-${n}` });
    await add(finished(clock.seconds(), 1));
    expect(await claim()).toBeUndefined();
    clock.advance(59);
    expect(await claim()).toBeUndefined();
    clock.advance(1);
    expect(await claim()).toBe('waiting-1');
    await add(finished(clock.seconds(), 1));
    clock.advance(60);
    expect(await claim()).toBeUndefined();
    clock.advance(3480);
    expect(await claim()).toBe('waiting-2');
  });

  it('hold back nothing while they are off', async () => {
    const { add, claim, clock } = await setup({ ...limits, throttleEnabled: false });
    await add({ content_type: 'TRACK_AUDIO', content_id: 'waiting' });
    await add(finished(clock.seconds(), 9));
    expect(await claim()).toBe('waiting');
  });
});

describe('what has waited too long', () => {
  it('is taken with every fourth claim, the longest waiting first, whatever its priority', async () => {
    const { add, claim, clock } = await setup({ starvationMinutes: 60 });
    const old = clock.seconds() - 3600;
    for (const n of [1, 2]) {
      await add({ content_type: 'TRACK_AUDIO', priority: 3, content_id: `starving-${n}`, created_at: old - 10 + n });
    }
    for (const n of [1, 2, 3, 4, 5, 6]) {
      await add({ content_type: 'TRACK_AUDIO', priority: 1, content_id: `repair-${n}`, created_at: old + n });
    }
    const order: (string | undefined)[] = [];
    for (let count = 0; count < 8; count += 1) order.push(await claim());
    expect(order).toEqual([
      ...['repair-1', 'repair-2', 'repair-3', 'starving-1'],
      ...['repair-4', 'repair-5', 'repair-6', 'starving-2'],
    ]);
  });
});
