import { describe, expect, it } from '@jest/globals';
import { QueueHeartbeatRequest, validate } from '@pezzottify/contracts';
import { type MessageBus } from '@pezzottify/messaging';
import { NatsWorkQueue } from './nats-work-queue.adapter.js';
import { type WorkItem } from './work-item.js';

const itemOf = (number: number): WorkItem => ({
  id: `i${number}`,
  contentType: 'TRACK_AUDIO',
  contentId: `t${number}`,
  contentName: null,
  leaseToken: 'token-0123456789abcdef0123456789',
  leaseSeconds: 60,
});

describe('a heartbeat', () => {
  it('of more items than a message may carry goes in parts, and tells of all that are lost', async () => {
    const sent: number[] = [];
    const bus = {
      request: (_name: string, body: unknown) => {
        const { leases } = validate('heartbeat', QueueHeartbeatRequest, body);
        sent.push(leases.length);
        return Promise.resolve({ lost_item_ids: [leases[0]?.item_id] });
      },
    } as unknown as MessageBus;
    const queue = new NatsWorkQueue(bus, { name: 'w', version: '1' });
    const lost = await queue.heartbeat(Array.from({ length: 130 }, (_, number) => itemOf(number)));
    expect(sent).toEqual([64, 64, 2]);
    expect([...lost]).toEqual(['i0', 'i64', 'i128']);
  });
});
