import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Database } from '@pezzottify/persistence';
import {
  eventually,
  openDatabase,
  recordingLogger,
  startNats,
  temporaryDirectory,
  type NatsServer,
} from '@pezzottify/testing';
import { countUnpublished, MessageBus, OutboxRelay } from '../index.js';
import {
  consumeCompletions,
  countedIds,
  effectCount,
  effectsIn,
  effectsSpec,
  recordCompletions,
} from './effects.fixture.js';

const MUCH_TIME = { timeoutMs: 20_000 };

/** These effects, each once, in this order. */
async function expectEffects(database: Database, requestIds: readonly string[]): Promise<void> {
  const hasAll = async () => expect(await effectCount(database)).toBeGreaterThanOrEqual(requestIds.length);
  await eventually(hasAll, MUCH_TIME);
  expect(await effectsIn(database)).toEqual(requestIds);
}

describe('an event from outbox to effect', () => {
  let nats: NatsServer;
  const stops: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    nats = await startNats();
  });
  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
    await nats.stop();
  });

  /** A recording and a consuming service, each with a database and a connection of its own; real server, real files. */
  const setup = async () => {
    const { logger, lines } = recordingLogger();
    const connect = (service: string) => {
      const bus = MessageBus.connect({ url: nats.url, service, logger });
      stops.push(() => bus.stop());
      return bus;
    };
    const [outbox, effects] = [await openDatabase(effectsSpec), await openDatabase(effectsSpec)];
    const [source, target] = [connect('download-manager'), connect('catalog-api')];
    const startRelay = (database = outbox) => {
      const relay = new OutboxRelay({ database, bus: source, logger });
      relay.start();
      stops.push(() => relay.stop());
      return relay;
    };
    const startConsumer = (bus = target) => {
      consumeCompletions(bus, effects);
      bus.start();
    };
    source.start();
    const unpublished = () => countUnpublished(outbox.reads);
    return { outbox, effects, lines, source, target, connect, startRelay, startConsumer, unpublished };
  };

  it('has its effect once and in order', async () => {
    const { outbox, effects, startRelay, startConsumer } = await setup();
    startRelay();
    startConsumer();
    const ids = countedIds('r', 500);
    await recordCompletions(outbox, ids);
    await expectEffects(effects, ids);
  });

  it('waits in the outbox while NATS is away and while nobody consumes', async () => {
    const { outbox, effects, startRelay, startConsumer, unpublished } = await setup();
    await nats.kill();
    startRelay();
    const ids = countedIds('r', 20);
    await recordCompletions(outbox, ids);
    expect(await unpublished()).toBe(20);
    await nats.start();
    await eventually(async () => expect(await unpublished()).toBe(0), MUCH_TIME);
    startConsumer();
    await expectEffects(effects, ids);
  });

  it('survives a server that is killed again and again in the middle of the stream', async () => {
    const { outbox, effects, startRelay, startConsumer } = await setup();
    startRelay();
    startConsumer();
    const ids = countedIds('r', 1_500);
    for (let from = 0; from < ids.length; from += 300) {
      const recorded = recordCompletions(outbox, ids.slice(from, from + 300));
      const before = await effectCount(effects);
      await eventually(async () => expect(await effectCount(effects)).toBeGreaterThan(before), MUCH_TIME);
      await nats.kill();
      await recorded;
      await nats.start();
    }
    await eventually(async () => expect(await effectCount(effects)).toBeGreaterThanOrEqual(ids.length), MUCH_TIME);
    expect((await effectsIn(effects)).sort()).toEqual(ids);
  });

  it('is handled once although the store was wiped after some of the events had been handled', async () => {
    const { outbox, effects, startRelay, startConsumer, target, connect, unpublished, lines } = await setup();
    startRelay();
    startConsumer();
    const [handled, published] = [countedIds('handled', 50), countedIds('published', 50)];
    await recordCompletions(outbox, handled);
    await expectEffects(effects, handled);
    await target.stop();
    await recordCompletions(outbox, published);
    await eventually(async () => expect(await unpublished()).toBe(0), MUCH_TIME);
    await nats.kill();
    await nats.wipe();
    await nats.start();
    startConsumer(connect('catalog-api'));
    await expectEffects(effects, [...handled, ...published]);
    expect(lines).toContainEqual(expect.objectContaining({ reason: 'another_stream', events: 100 }));
  });

  /** What a power cut does: the server has acknowledged more than its files hold. */
  const losingTheEndOfTheStream = async (publishTheEnd: () => Promise<void>) => {
    const messages = join(nats.storeDirectory, 'jetstream/$G/streams/EVENTS/msgs');
    const copy = join(await temporaryDirectory(), 'msgs');
    await nats.terminate();
    await cp(messages, copy, { recursive: true });
    await nats.start();
    await publishTheEnd();
    await nats.terminate();
    await rm(messages, { recursive: true });
    await cp(copy, messages, { recursive: true });
    await nats.start();
  };

  it('is handled once although the server lost the unsynced end of the stream', async () => {
    const { outbox, effects, startRelay, startConsumer, lines } = await setup();
    const [kept, lost, later] = [countedIds('kept', 30), countedIds('lost', 20), countedIds('later', 10)];
    startRelay();
    startConsumer();
    await recordCompletions(outbox, kept);
    await expectEffects(effects, kept);
    await losingTheEndOfTheStream(async () => {
      await recordCompletions(outbox, lost);
      await expectEffects(effects, [...kept, ...lost]);
    });
    const republished = expect.objectContaining({ reason: 'stream_lost_its_end', events: 20 });
    await eventually(() => expect(lines).toContainEqual(republished), MUCH_TIME);
    await recordCompletions(outbox, later);
    await expectEffects(effects, [...kept, ...lost, ...later]);
  });

  it('is handled once although others wrote over the lost end before its service returned', async () => {
    const { outbox, effects, startRelay, startConsumer, connect, target } = await setup();
    const [kept, lost, unseen] = [countedIds('kept', 30), countedIds('lost', 20), countedIds('unseen', 5)];
    const relay = startRelay();
    startConsumer();
    await recordCompletions(outbox, kept);
    await expectEffects(effects, kept);
    await losingTheEndOfTheStream(async () => {
      await recordCompletions(outbox, lost);
      await expectEffects(effects, [...kept, ...lost]);
      await target.stop();
      await recordCompletions(outbox, unseen);
      await eventually(async () => expect(await countUnpublished(outbox.reads)).toBe(0), MUCH_TIME);
      await relay.stop();
    });
    const others = await openDatabase(effectsSpec);
    const othersIds = countedIds('others', 60);
    await recordCompletions(others, othersIds);
    startRelay(others);
    await eventually(async () => expect(await countUnpublished(others.reads)).toBe(0), MUCH_TIME);

    startRelay();
    startConsumer(connect('catalog-api'));
    const all = [...kept, ...lost, ...unseen, ...othersIds].sort();
    await eventually(async () => expect(await effectCount(effects)).toBeGreaterThanOrEqual(all.length), MUCH_TIME);
    expect((await effectsIn(effects)).sort()).toEqual(all);
  });
});
