import { describe, expect, it } from '@jest/globals';
import { type Database } from '@pezzottify/persistence';
import fc from 'fast-check';
import { findGap } from './find-gap.js';
import { type LiveStream } from './live-stream.js';
import { type Checkpoint } from './outbox.repository.js';

const CREATED = '2030-01-01T00:00:00.000000001Z';

const checkpoint = (id: number, sequence: number): Checkpoint => ({
  id,
  sequence,
  eventId: `event-${id}`,
  streamCreated: CREATED,
  firstOutboxId: id * 10,
});

/** Checkpoints at sequences 10, 20, …; `stream` maps sequences to the events that lie there now. */
function setup(options: {
  checkpoints?: Checkpoint[];
  stream: Map<number, string>;
  created?: string;
  firstSequence?: number;
}) {
  const rows = options.checkpoints ?? [1, 2, 3, 4, 5].map((id) => checkpoint(id, id * 10));
  const database = { reads: { all: () => Promise.resolve(rows) } } as unknown as Database;
  const live = {
    createdAt: options.created ?? CREATED,
    info: () => Promise.resolve({ state: { first_seq: options.firstSequence ?? 1 } }),
    eventIdAt: (sequence: number) => Promise.resolve(options.stream.get(sequence)),
  } as unknown as LiveStream;
  return { database, live };
}

const holding = (...ids: number[]) => new Map(ids.map((id) => [id * 10, `event-${id}`]));

describe('findGap', () => {
  it('finds none in a stream that holds what it acknowledged, or that acknowledged nothing yet', async () => {
    const whole = setup({ stream: holding(1, 2, 3, 4, 5) });
    expect(await findGap(whole.database, whole.live)).toBeUndefined();
    const unused = setup({ checkpoints: [], stream: holding() });
    expect(await findGap(unused.database, unused.live)).toBeUndefined();
  });

  it('is everything when the stream is another one', async () => {
    const { database, live } = setup({ stream: holding(1, 2, 3, 4, 5), created: '2030-01-02T00:00:00Z' });
    expect(await findGap(database, live)).toEqual({
      fromOutboxId: 0,
      lastGoodCheckpointId: 0,
      reason: 'another_stream',
    });
  });

  it('begins after the last batch that is still there', async () => {
    const { database, live } = setup({ stream: holding(1, 2, 3) });
    const reason = 'stream_lost_its_end';
    expect(await findGap(database, live)).toEqual({ fromOutboxId: 40, lastGoodCheckpointId: 3, reason });
  });

  it('is seen although another service wrote over the lost end', async () => {
    const { database, live } = setup({ stream: holding(1, 2, 3, 4).set(50, 'of-another-service') });
    expect(await findGap(database, live)).toMatchObject({ fromOutboxId: 50, lastGoodCheckpointId: 4 });
  });

  it('is everything when no batch is left', async () => {
    const { database, live } = setup({ stream: holding() });
    expect(await findGap(database, live)).toMatchObject({ fromOutboxId: 0, lastGoodCheckpointId: 0 });
  });

  it('takes what has left the stream by age for good', async () => {
    const { database, live } = setup({ stream: holding(), firstSequence: 51 });
    expect(await findGap(database, live)).toBeUndefined();
  });

  it('never leaves out a lost row, wherever the stream was cut', async () => {
    const cut = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 40 }));
    await fc.assert(
      fc.asyncProperty(cut, async ([count, kept]) => {
        const ids = Array.from({ length: count }, (_, index) => index + 1);
        const checkpoints = ids.map((id) => checkpoint(id, id * 10));
        const { database, live } = setup({ checkpoints, stream: holding(...ids.slice(0, kept)) });
        const gap = await findGap(database, live);
        if (kept >= count) expect(gap).toBeUndefined();
        else expect(gap?.fromOutboxId).toBe(kept === 0 ? 0 : (kept + 1) * 10);
      }),
    );
  });
});
