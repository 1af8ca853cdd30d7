import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type WriteTransaction } from '@pezzottify/persistence';
import {
  eventually,
  openDatabase,
  recordingLogger,
  silentLogger,
  startNats,
  type NatsServer,
} from '@pezzottify/testing';
import { connect as connectRaw, type NatsConnection } from 'nats';
import { MessageBus, OutboxRelay, recordEvent, type TypedEvent } from '../index.js';
import {
  consumeCompletions,
  countedIds,
  effectCount,
  effectsIn,
  effectsSpec,
  recordCompletions,
} from './effects.fixture.js';

type Completion = TypedEvent<'hook.OnDownloadComplete'>;

const SUBJECT = 'pezzottify.event.hook.OnDownloadComplete';

/** Also after a failure: a handler that waits for ever would hold up the end of the test file. */
const openGate = (gate: { resolve: (value: undefined) => void }): Promise<void> => {
  gate.resolve(undefined);
  return Promise.resolve();
};

describe('a consumer of events', () => {
  let nats: NatsServer;
  const stops: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    nats = await startNats();
  });
  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
    await nats.stop();
  });

  /** One service with relay and consumer on a real server and a real file; `raw` speaks to the server without this lib. */
  const setup = async () => {
    const { logger, lines } = recordingLogger();
    const database = await openDatabase(effectsSpec);
    const bus = MessageBus.connect({ url: nats.url, service: 'catalog-api', logger });
    stops.push(() => bus.stop());
    const relay = new OutboxRelay({ database, bus, logger });
    stops.push(() => relay.stop());
    const raw: NatsConnection = await connectRaw({ servers: nats.url });
    stops.push(() => raw.close());
    const manager = await raw.jetstreamManager({ checkAPI: false });
    const handleWith = (handle: (event: Completion, tx: WriteTransaction) => Promise<void>) =>
      bus.consume({ durable: 'completions', events: ['hook.OnDownloadComplete'], database, handle });
    const start = async () => {
      bus.start();
      relay.start();
      await eventually(() => expect(bus.events.current).toBeDefined());
    };
    const consumerInfo = () => manager.consumers.info('EVENTS', 'completions');
    return { bus, database, relay, raw, manager, handleWith, start, consumerInfo, lines };
  };

  const effect = async (event: Completion, tx: WriteTransaction): Promise<void> => {
    await tx.run('INSERT INTO effects (request_id) VALUES (?)', [event.data.request_id]);
  };

  it('waits longer from attempt to attempt while its database cannot be written', async () => {
    const { database, handleWith, start, lines } = await setup();
    handleWith(effect);
    await recordCompletions(database, ['r1']);
    await start();
    await eventually(async () => expect(await effectsIn(database)).toHaveLength(1));
    await recordCompletions(database, ['r2']);
    database.write = () => Promise.reject(new Error('disk full'));
    await eventually(() => expect(lines).toContainEqual(expect.objectContaining({ attempt: 2, retrySeconds: 5 })), {
      timeoutMs: 15_000,
    });
  });

  it('drops what it cannot understand, says so, and goes on', async () => {
    const { bus, database, raw, start, consumerInfo, lines } = await setup();
    consumeCompletions(bus, database);
    await start();
    const envelope = {
      specversion: '1.0',
      source: '/pezzottify/test',
      time: new Date().toISOString(),
      datacontenttype: 'application/json',
    };
    const bad = [
      'not json',
      '{}',
      JSON.stringify({ ...envelope, id: 'e1', type: 'hook.OnDownloadComplete', data: { request_id: 1 } }),
      JSON.stringify({ ...envelope, id: 'e2', type: 'hook.OnSomethingNewer', data: {} }),
    ];
    for (const payload of bad) await raw.jetstream().publish(SUBJECT, payload);
    await recordCompletions(database, ['good']);
    await eventually(async () => expect(await effectsIn(database)).toEqual(['good']));
    const dropped = lines.filter(({ msg }) => msg === 'event dropped');
    expect(dropped.map(({ code }) => code)).toEqual(['MALFORMED', 'SHAPE_INVALID', 'SHAPE_INVALID', 'UNKNOWN_TYPE']);
    await eventually(async () =>
      expect(await consumerInfo()).toMatchObject({ num_ack_pending: 0, num_redelivered: 0 }),
    );
  });

  it('gives the handler only the events it asked for', async () => {
    const { bus, database, manager, start } = await setup();
    const seen = jest.fn((_: TypedEvent) => Promise.resolve());
    bus.consume({
      durable: 'two-of-three',
      events: ['hook.OnStartup', 'hook.OnCatalogChange'],
      database,
      handle: seen,
    });
    await start();
    await database.write((tx) =>
      recordEvent(tx, { source: 'catalog-api', type: 'hook.OnUserCreated', data: { user_id: 1, user_handle: 'ada' } }),
    );
    await database.write((tx) =>
      recordEvent(tx, { source: 'catalog-api', type: 'hook.OnCatalogChange', data: { change_count: 2 } }),
    );
    await eventually(() => expect(seen).toHaveBeenCalledTimes(1));
    expect(seen.mock.calls[0]?.[0]).toMatchObject({ type: 'hook.OnCatalogChange', source: '/pezzottify/catalog-api' });
    const settled = { num_ack_pending: 0, num_pending: 0 };
    await eventually(async () => expect(await manager.consumers.info('EVENTS', 'two-of-three')).toMatchObject(settled));
  });

  it('undoes the effect of a handler that fails, tries again, and meanwhile handles the others', async () => {
    const { database, handleWith, start, lines } = await setup();
    let hasFailed = false;
    handleWith(async (event, tx) => {
      await effect(event, tx);
      if (event.data.request_id !== 'stubborn' || hasFailed) return;
      hasFailed = true;
      throw new Error('not yet');
    });
    await start();
    await recordCompletions(database, ['stubborn', 'easy']);
    await eventually(async () => expect(await effectsIn(database)).toEqual(['easy']));
    await eventually(async () => expect(await effectsIn(database)).toEqual(['easy', 'stubborn']), {
      timeoutMs: 15_000,
    });
    const failed = lines.filter(({ msg }) => msg === 'event handler failed; the event comes again');
    expect(failed).toMatchObject([{ attempt: 1, retrySeconds: 1 }]);
  });

  it('handles what a process took that died before what came after it', async () => {
    const { bus, database, raw, start, consumerInfo } = await setup();
    consumeCompletions(bus, database);
    await start();
    await recordCompletions(database, ['handled']);
    await eventually(async () => expect((await consumerInfo()).ack_floor.stream_seq).toBe(1));
    await bus.stop();

    const heir = MessageBus.connect({ url: nats.url, service: 'catalog-api', logger: silentLogger() });
    stops.push(() => heir.stop());
    const relay = new OutboxRelay({ database, bus: heir, logger: silentLogger() });
    stops.push(() => relay.stop());
    heir.start();
    relay.start();
    const dying = await raw.jetstream().consumers.get('EVENTS', 'completions');
    await recordCompletions(database, ['taken', 'taken too']);
    for (const id of ['taken', 'taken too']) expect((await dying.next())?.string()).toContain(id);
    await recordCompletions(database, ['after']);
    await eventually(async () => expect(await consumerInfo()).toMatchObject({ num_ack_pending: 2, num_pending: 1 }));
    consumeCompletions(heir, database);
    await eventually(async () => expect(await effectsIn(database)).toEqual(['handled', 'taken', 'taken too', 'after']));
    await eventually(async () => expect(await consumerInfo()).toMatchObject({ num_ack_pending: 0, num_pending: 0 }));
  });

  it('handles a delivery that got lost before what came after it', async () => {
    const { bus, database, raw, start, consumerInfo } = await setup();
    consumeCompletions(bus, database);
    await start();
    await eventually(async () => expect(await consumerInfo()).toMatchObject({ num_waiting: 1 }));
    const thief = await raw.jetstream().consumers.get('EVENTS', 'completions');
    const stolen = thief.next();
    await eventually(async () => expect(await consumerInfo()).toMatchObject({ num_waiting: 2 }));
    // The server takes turns among those who wait.
    await recordCompletions(database, ['first', 'stolen', 'after', 'last']);
    expect((await stolen)?.string()).toContain('stolen');
    await eventually(async () => expect(await effectsIn(database)).toEqual(['first', 'stolen', 'after', 'last']));
    await eventually(async () => expect(await consumerInfo()).toMatchObject({ num_ack_pending: 0, num_pending: 0 }));
  });

  it('acknowledges a duplicate without a second effect', async () => {
    const { bus, database, raw, start, consumerInfo } = await setup();
    consumeCompletions(bus, database);
    await start();
    await recordCompletions(database, ['once']);
    await eventually(async () => expect(await effectsIn(database)).toEqual(['once']));
    const row = await database.reads.get<{ body: string }>('SELECT body FROM outbox');
    // Without the message id the server does not recognise it: as after its window of two minutes.
    for (let copy = 0; copy < 3; copy += 1) await raw.jetstream().publish(SUBJECT, row?.body ?? '');
    await eventually(async () => expect((await consumerInfo()).ack_floor.stream_seq).toBe(4));
    expect(await effectsIn(database)).toEqual(['once']);
  });

  it('acknowledges only what is committed', async () => {
    const { database, handleWith, start, consumerInfo } = await setup();
    const gate = Promise.withResolvers<undefined>();
    stops.push(() => openGate(gate));
    const entered = jest.fn();
    handleWith(async (event, tx) => {
      entered();
      await gate.promise;
      await effect(event, tx);
    });
    await start();
    await recordCompletions(database, ['slow']);
    await eventually(() => expect(entered).toHaveBeenCalled());
    expect(await consumerInfo()).toMatchObject({ num_ack_pending: 1, ack_floor: { stream_seq: 0 } });
    gate.resolve(undefined);
    await eventually(async () => expect(await consumerInfo()).toMatchObject({ num_ack_pending: 0 }));
  });

  it('that is slow holds a bounded number of events and loses none', async () => {
    const { database, handleWith, start, consumerInfo } = await setup();
    const gate = Promise.withResolvers<undefined>();
    stops.push(() => openGate(gate));
    handleWith(async (event, tx) => {
      if (event.data.request_id === 'r-00000') await gate.promise;
      await effect(event, tx);
    });
    const ids = countedIds('r', 400);
    await recordCompletions(database, ids);
    await start();
    // The handler blocks the gate of this database, and with it the relay, after its first batch of 200 or its second.
    await eventually(async () => {
      const { num_ack_pending: taken, num_pending: waiting } = await consumerInfo();
      expect([taken, (taken + waiting) % 200]).toEqual([32, 0]);
    });
    for (let look = 0; look < 20; look += 1) expect((await consumerInfo()).num_ack_pending).toBe(32);
    gate.resolve(undefined);
    await eventually(async () => expect(await effectCount(database)).toBe(400), { timeoutMs: 15_000 });
    expect(await effectsIn(database)).toEqual(ids);
  });

  it('goes on when its consumer, or the whole stream, is deleted while it is connected', async () => {
    const { bus, database, manager, start } = await setup();
    consumeCompletions(bus, database);
    await start();
    await recordCompletions(database, ['first']);
    await eventually(async () => expect(await effectCount(database)).toBe(1));
    await manager.consumers.delete('EVENTS', 'completions');
    await recordCompletions(database, ['second']);
    await eventually(async () => expect(await effectCount(database)).toBe(2), { timeoutMs: 15_000 });
    await manager.streams.delete('EVENTS');
    await recordCompletions(database, ['third']);
    await eventually(async () => expect(await effectCount(database)).toBe(3), { timeoutMs: 15_000 });
    expect(await effectsIn(database)).toEqual(['first', 'second', 'third']);
  });

  it('takes over a stream that was set up otherwise', async () => {
    const { bus, database, manager, start } = await setup();
    await manager.streams.add({ name: 'EVENTS', subjects: ['pezzottify.event.hook.>'], max_age: 1e9 });
    consumeCompletions(bus, database);
    await start();
    const { config } = await manager.streams.info('EVENTS');
    expect(config).toMatchObject({
      subjects: ['pezzottify.event.>'],
      max_age: 7 * 86_400 * 1e9,
      duplicate_window: 120e9,
    });
  });

  it('at stop ends the events at hand and leaves the rest to the next start', async () => {
    const { bus, database, handleWith, start } = await setup();
    const gate = Promise.withResolvers<undefined>();
    stops.push(() => openGate(gate));
    const entered = jest.fn();
    handleWith(async (event, tx) => {
      entered();
      await gate.promise;
      await effect(event, tx);
    });
    const ids = countedIds('r', 100);
    await recordCompletions(database, ids);
    await start();
    await eventually(() => expect(entered).toHaveBeenCalled());
    const stopped = bus.stop();
    gate.resolve(undefined);
    await stopped;
    const atStop = await effectsIn(database);
    expect(atStop.length).toBeGreaterThan(0);
    expect(atStop.length).toBeLessThanOrEqual(32);

    const next = MessageBus.connect({ url: nats.url, service: 'catalog-api', logger: recordingLogger().logger });
    stops.push(() => next.stop());
    consumeCompletions(next, database);
    next.start();
    await eventually(async () => expect(await effectsIn(database)).toEqual(ids), { timeoutMs: 20_000 });
  });
});
