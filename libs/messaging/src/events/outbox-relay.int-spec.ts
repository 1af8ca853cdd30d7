import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type CloudEvent } from '@pezzottify/contracts';
import { type Database } from '@pezzottify/persistence';
import { eventually, openDatabase, recordingLogger, startNats, type NatsServer } from '@pezzottify/testing';
import { asEffectOf, countUnpublished, MessageBus, OutboxRelay, recordEvent } from '../index.js';
import { countedIds, effectsSpec, recordCompletions } from './effects.fixture.js';

const startup = {
  source: 'catalog-api',
  type: 'hook.OnStartup',
  data: { service: 'catalog-api', version: '1' },
} as const;
const EIGHT_DAYS_SECONDS = 8 * 86_400;

async function firstEvent(database: Database): Promise<CloudEvent & { subject: string }> {
  const row = await database.reads.get<{ body: string; subject: string }>('SELECT body, subject FROM outbox');
  return { ...(JSON.parse(row?.body ?? '') as CloudEvent), subject: row?.subject ?? '' };
}

describe('recordEvent', () => {
  it('writes a CloudEvent in the transaction, with the message being handled as its cause', async () => {
    const database = await openDatabase(effectsSpec);
    const handling = { messageId: 'request-7', traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
    const id = await asEffectOf(handling, () => database.write((tx) => recordEvent(tx, startup)));
    expect(await firstEvent(database)).toEqual({
      specversion: '1.0',
      id,
      source: '/pezzottify/catalog-api',
      type: 'hook.OnStartup',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      datacontenttype: 'application/json',
      traceparent: handling.traceparent,
      causationid: 'request-7',
      data: startup.data,
      subject: 'pezzottify.event.hook.OnStartup',
    });
  });

  it('leaves nothing behind when the transaction fails, the shape is wrong, or it is too large', async () => {
    const database = await openDatabase(effectsSpec);
    const failing = database.write(async (tx) => {
      await recordEvent(tx, startup);
      throw new Error('undone');
    });
    await expect(failing).rejects.toThrow('undone');
    const wrong = { ...startup, data: { service: 'nobody', version: '1' } } as unknown as typeof startup;
    await expect(database.write((tx) => recordEvent(tx, wrong))).rejects.toMatchObject({ code: 'SHAPE_INVALID' });
    const large = { ...startup, data: { service: 'catalog-api', version: 'x'.repeat(600_000) } } as const;
    await expect(database.write((tx) => recordEvent(tx, large))).rejects.toMatchObject({ code: 'MESSAGE_TOO_LARGE' });
    expect(await countUnpublished(database.reads)).toBe(0);
  });
});

describe('OutboxRelay', () => {
  let nats: NatsServer;
  const stops: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    nats = await startNats();
  });
  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
    await nats.stop();
  });

  const setup = async () => {
    const { logger, lines } = recordingLogger();
    const database = await openDatabase(effectsSpec);
    const bus = MessageBus.connect({ url: nats.url, service: 'catalog-api', logger });
    stops.push(() => bus.stop());
    bus.start();
    const start = () => {
      const relay = new OutboxRelay({ database, bus, logger });
      stops.push(() => relay.stop());
      relay.start();
      return relay;
    };
    const inStream = async () => (await bus.events.current?.info())?.state.messages;
    const allPublished = () => eventually(async () => expect(await countUnpublished(database.reads)).toBe(0));
    return { database, bus, start, inStream, allPublished, lines };
  };

  it('publishes each event once although it died before it could note that', async () => {
    const { database, start, inStream, allPublished } = await setup();
    const relay = start();
    await recordCompletions(database, countedIds('r', 10));
    await allPublished();
    await relay.stop();
    await database.write((tx) => tx.run('UPDATE outbox SET published_at = NULL'));
    start();
    await allPublished();
    expect(await inStream()).toBe(10);
  });

  it('leaves an event that this server refuses as too large, says so once, and publishes the others', async () => {
    await nats.stop();
    nats = await startNats({ configuration: 'max_payload: 65536' });
    const { database, start, lines } = await setup();
    await database.write((tx) =>
      recordEvent(tx, { ...startup, data: { service: 'catalog-api', version: 'x'.repeat(100_000) } }),
    );
    await recordCompletions(database, ['small']);
    const relay = start();
    const refused = () => lines.filter(({ msg }) => msg.startsWith('event is larger than NATS takes'));
    await eventually(() => expect(refused()).toHaveLength(1));
    await eventually(async () => expect(await countUnpublished(database.reads)).toBe(1));
    relay.nudge();
    await recordCompletions(database, ['another']);
    await eventually(async () => expect(await countUnpublished(database.reads)).toBe(1));
    expect(refused()).toHaveLength(1);
  });

  it('forgets what was published more than seven days ago, and nothing else', async () => {
    const { database, start, allPublished } = await setup();
    const first = start();
    await recordCompletions(database, countedIds('r', 600));
    await allPublished();
    await first.stop();
    const old = 'UPDATE outbox SET published_at = published_at - ? WHERE id <= 550';
    await database.write((tx) => tx.run(old, [EIGHT_DAYS_SECONDS]));
    await database.write((tx) => tx.run('UPDATE outbox SET published_at = NULL WHERE id = 1'));
    start();
    const left = () => database.reads.get<{ n: number }>('SELECT count(*) AS n FROM outbox');
    await eventually(async () => expect(await left()).toEqual({ n: 51 }));
  });

  it('publishes again only what it published in the last seven days when the stream is another one', async () => {
    const { database, start, inStream, allPublished, lines } = await setup();
    const first = start();
    await recordCompletions(database, countedIds('r', 20));
    await allPublished();
    await first.stop();
    const old = 'UPDATE outbox SET published_at = published_at - ? WHERE id <= 15';
    await database.write((tx) => tx.run(old, [EIGHT_DAYS_SECONDS]));
    await nats.kill();
    await nats.wipe();
    await nats.start();
    start();
    await eventually(() =>
      expect(lines).toContainEqual(expect.objectContaining({ reason: 'another_stream', events: 5 })),
    );
    expect(await inStream()).toBe(5);
  });
});
