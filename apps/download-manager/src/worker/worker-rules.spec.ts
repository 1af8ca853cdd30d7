import { describe, expect, it } from '@jest/globals';
import { validate, WorkOutcome } from '@pezzottify/contracts';
import { MessageTooLargeError } from '@pezzottify/messaging';
import { FakeClock, silentLogger } from '@pezzottify/testing';
import { MediaError } from '../media/media.errors.js';
import { ProviderError } from '../provider/provider.errors.js';
import { type HeldItem, HeldItems } from './held-items.js';
import { isUnexpected, outcomeOfFailure } from './outcome-of-failure.js';
import { toWireOutcome } from './queue.mapper.js';
import { runItem } from './run-item.js';
import { settleItem } from './settle-item.js';
import { WorkLoop } from './work-loop.js';
import { type Claim, type WorkQueue } from './work-queue.port.js';
import { type ItemWork, type Outcome, type WorkItem } from './work-item.js';
import { CatalogAwayError, CatalogRefusedError, OwnerGoneError } from './worker.errors.js';

const ITEM: WorkItem = {
  id: 'i1',
  contentType: 'TRACK_AUDIO',
  contentId: 't1',
  contentName: null,
  leaseToken: 'token-0123456789abcdef',
  leaseSeconds: 60,
};
const STORED: Outcome = { kind: 'stored', bytes: 1, durationMs: 1, mediaKind: 'audio', isFetched: true };
const logger = silentLogger();

function setup() {
  const clock = new FakeClock();
  const items = new HeldItems(clock);
  return { clock, items, held: items.take(ITEM, clock.millis()) };
}

describe('a failure becomes an outcome', () => {
  const provider = (errorType: ProviderError['errorType'], retryAfterSeconds?: number) =>
    new ProviderError({ errorType, message: 'm', retryAfterSeconds });
  it.each<[string, Error, Partial<Outcome>]>([
    ['not found', provider('not_found'), { kind: 'give_up', errorType: 'not_found', message: 'm' }],
    ['rate limited', provider('rate_limited', 5), { kind: 'wait', errorType: 'rate_limited', retryAfterSeconds: 5 }],
    ['timeout', provider('timeout'), { kind: 'retry', errorType: 'timeout' }],
    ['connection', provider('connection'), { kind: 'retry', errorType: 'connection' }],
    ['parse', provider('parse'), { kind: 'retry', errorType: 'parse' }],
    ['corruption', provider('corruption'), { kind: 'retry', errorType: 'corruption' }],
    ['unknown', provider('unknown'), { kind: 'retry', errorType: 'unknown' }],
    ['a broken file', new MediaError('corruption', 'm'), { kind: 'retry', errorType: 'corruption', message: 'm' }],
    ['a full disk', new MediaError('storage', 'm'), { kind: 'retry', errorType: 'storage' }],
    ['a refusing catalog', new CatalogRefusedError('m'), { kind: 'retry', errorType: 'storage' }],
    ['an absent catalog', new CatalogAwayError(null), { kind: 'wait', errorType: 'storage', retryAfterSeconds: null }],
    ['a track that is gone', new OwnerGoneError('track'), { kind: 'give_up', errorType: 'storage' }],
  ])('%s', (_name, error, outcome) => {
    expect(outcomeOfFailure(error)).toMatchObject(outcome);
    expect(isUnexpected(error)).toBe(false);
  });

  it('without the words of a mistake of our own', () => {
    const mistake = new TypeError('/srv/media: cannot read properties');
    expect(isUnexpected(mistake)).toBe(true);
    const outcome = outcomeOfFailure(mistake);
    expect(outcome).toMatchObject({ kind: 'retry', errorType: 'unknown' });
    expect(JSON.stringify(outcome)).not.toContain('/srv');
  });

  it('whose message fits the wire', () => {
    const wire = toWireOutcome({ kind: 'retry', errorType: 'parse', message: '😀'.repeat(900) });
    expect(validate('outcome', WorkOutcome, wire)).toBe(wire);
  });
});

describe('running an item', () => {
  const works = (execute: ItemWork['execute']) => {
    const work = { execute };
    return { ALBUM: work, TRACK_AUDIO: work, ALBUM_IMAGE: work, ARTIST_IMAGE: work };
  };
  const untilAborted: ItemWork['execute'] = (_item, { signal }) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

  it('hands back what was stopped and says nothing of what was lost', async () => {
    const [stopped, lost] = [setup().held, setup().held];
    const runs = [runItem(works(untilAborted), stopped, logger), runItem(works(untilAborted), lost, logger)];
    stopped.end('handed_back');
    lost.end('lost');
    expect(await Promise.all(runs)).toEqual([{ kind: 'handed_back' }, null]);
  });

  it('does not begin what is stopped already', async () => {
    const { held } = setup();
    held.end('handed_back');
    expect(
      await runItem(
        works(() => Promise.resolve(STORED)),
        held,
        logger,
      ),
    ).toEqual({ kind: 'handed_back' });
  });

  it('keeps a result that was reached in spite of a stop, drops one of a lost item', async () => {
    const finish = (reason: 'lost' | 'handed_back') => {
      const { held } = setup();
      return runItem(
        works(() => (held.end(reason), Promise.resolve(STORED))),
        held,
        logger,
      );
    };
    expect(await finish('handed_back')).toBe(STORED);
    expect(await finish('lost')).toBeNull();
  });
});

describe('settling', () => {
  const never = new AbortController().signal;

  /** A queue whose answers are the steps in order; the last one stays. */
  function queue(...steps: (() => 'settled' | 'stale')[]) {
    const told: Outcome[] = [];
    const settle = (_item: WorkItem, outcome: Outcome) => {
      told.push(outcome);
      return Promise.resolve().then(() => steps[Math.min(told.length, steps.length) - 1]!());
    };
    return { told, settle };
  }
  const away = (): never => {
    throw new Error('away');
  };

  it('is repeated until the owner has heard it', async () => {
    const { held } = setup();
    const { told, settle } = queue(away, away, () => 'settled');
    await settleItem(held, STORED, { queue: { settle }, signal: never, logger });
    expect(told).toEqual([STORED, STORED, STORED]);
  });

  it('is also repeated for an item that is handed back', async () => {
    const { held } = setup();
    held.end('handed_back');
    const { told, settle } = queue(away, () => 'settled');
    await settleItem(held, { kind: 'handed_back' }, { queue: { settle }, signal: never, logger });
    expect(told).toHaveLength(2);
  });

  it('ends when the lease is surely gone, one lease after its end', async () => {
    const { held, clock } = setup();
    held.renew(clock.millis());
    const { told, settle } = queue(
      () => (clock.advance(119), away()),
      () => (clock.advance(2), away()),
    );
    await settleItem(held, STORED, { queue: { settle }, signal: never, logger });
    expect(told).toHaveLength(2);
  });

  it('ends when the item is lost, and when the worker can wait no longer', async () => {
    const { held, items } = setup();
    const lost = queue(() => (items.lose(['i1']), away()));
    await settleItem(held, STORED, { queue: { settle: lost.settle }, signal: never, logger });
    expect(lost.told).toHaveLength(1);
    const stop = new AbortController();
    const stopped = queue(() => (stop.abort(), away()));
    await settleItem(setup().held, STORED, { queue: { settle: stopped.settle }, signal: stop.signal, logger });
    expect(stopped.told).toHaveLength(1);
  });

  it('of an album too large for a message gives it up with that reason', async () => {
    const tooLarge = (): never => {
      throw new MessageTooLargeError('queue.settle', 2, 1);
    };
    const { told, settle } = queue(tooLarge, () => 'settled');
    await settleItem(setup().held, STORED, { queue: { settle }, signal: never, logger });
    expect(told[1]).toMatchObject({ kind: 'give_up', errorType: 'parse' });
  });
});

describe('the loop', () => {
  /** A queue that is there but never gives anything; counts how often it was asked. */
  function setupLoop(
    claim: () => Promise<Claim>,
    connection: Partial<WorkQueue> = {},
    work?: (held: HeldItem) => Promise<void>,
  ) {
    const counted = { claims: 0, wake: (): void => undefined, ended: [] as unknown[] };
    const queue = {
      claim: () => ((counted.claims += 1), claim()),
      isConnected: true,
      whenConnected: () => Promise.resolve(),
      onWorkAvailable: (listener: () => void) => (counted.wake = listener),
      ...connection,
    } as unknown as WorkQueue;
    const clock = new FakeClock();
    const settings = { workerConcurrency: 2, processIntervalSecs: 3600 };
    const parts = { queue, clock, held: new HeldItems(clock), settings, logger };
    const note = (held: HeldItem): Promise<void> => Promise.resolve(void counted.ended.push(held.ended));
    return {
      loop: new WorkLoop({ ...parts, work: work ?? note }),
      counted,
      queue,
      settings,
    };
  }
  const turns = async (count: number): Promise<void> => {
    for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
  };

  it.each<[string, () => Promise<Claim>]>([
    ['has nothing', () => Promise.resolve({ kind: 'idle' })],
    ['refuses', () => Promise.resolve({ kind: 'refused', reason: 'too old' })],
    ['does not answer', () => Promise.reject(new Error('nobody answers'))],
  ])('asks an owner that %s once, and again only when told or after its interval', async (_name, claim) => {
    const { loop, counted } = setupLoop(claim);
    loop.start();
    await turns(20);
    expect(counted.claims).toBe(1);
    counted.wake();
    await turns(20);
    expect(counted.claims).toBe(2);
    await loop.stop();
  });

  it('asks for as many items as are set now, as soon as it is told to look again', async () => {
    const wanted: number[] = [];
    const claim = (most: number): Promise<Claim> => (wanted.push(most), Promise.resolve({ kind: 'idle' }));
    const { loop, settings } = setupLoop(() => Promise.resolve({ kind: 'idle' }), { claim });
    loop.start();
    await turns(20);
    settings.workerConcurrency = 5;
    await turns(20);
    expect(wanted).toEqual([2]);
    loop.lookAgain();
    await turns(20);
    expect(wanted).toEqual([2, 5]);
    await loop.stop();
  });

  it('asks as soon as there is a way to the owner', async () => {
    const connected = Promise.withResolvers<undefined>();
    const connection = { isConnected: false, whenConnected: () => connected.promise };
    const { loop, counted, queue } = setupLoop(() => Promise.reject(new Error('not connected')), connection);
    loop.start();
    await turns(20);
    expect(counted.claims).toBe(1);
    Object.assign(queue, { isConnected: true });
    connected.resolve(undefined);
    await turns(20);
    expect(counted.claims).toBe(2);
    await loop.stop();
  });

  it('asks for the next items once theirs are fetched, and is never more than as many behind', async () => {
    const held: HeldItem[] = [];
    const ends: (() => void)[] = [];
    const wanted: number[] = [];
    const claim = (most: number): Promise<Claim> => {
      wanted.push(most);
      const items = Array.from({ length: most }, (_, index) => ({
        ...ITEM,
        id: `claim ${wanted.length}, item ${index}`,
      }));
      return Promise.resolve({ kind: 'claimed', items });
    };
    const work = (one: HeldItem): Promise<void> => (held.push(one), new Promise((end) => ends.push(end)));
    const { loop } = setupLoop(() => Promise.resolve({ kind: 'idle' }), { claim }, work);
    loop.start();
    await turns(20);
    expect(wanted).toEqual([2]);
    held[0]?.fetched();
    await turns(20);
    expect(wanted).toEqual([2, 1]);
    held.slice(1).forEach((one) => one.fetched());
    await turns(20);
    expect(wanted).toEqual([2, 1, 1]);
    ends[0]?.();
    await turns(20);
    expect(wanted).toEqual([2, 1, 1, 1]);
    const stopped = loop.stop();
    ends.forEach((end) => end());
    await stopped;
  });

  it('gives back what it was handed while it was stopping', async () => {
    const answer = Promise.withResolvers<Claim>();
    const { loop, counted } = setupLoop(() => answer.promise);
    loop.start();
    const stopped = loop.stop();
    answer.resolve({ kind: 'claimed', items: [ITEM] });
    await stopped;
    expect(counted.ended).toEqual(['handed_back']);
  });
});

describe('held items', () => {
  it('that were lost and claimed again are not released by their first run', () => {
    const { items, held, clock } = setup();
    items.lose(['i1']);
    const again = items.take(ITEM, clock.millis());
    items.release(held);
    expect(items.all).toEqual([again]);
    expect(again.ended).toBeNull();
  });
});
