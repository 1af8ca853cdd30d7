import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { currentTraceparent, runWithTrace } from '@pezzottify/observability';
import { eventually, openDatabase, recordingLogger, startNats, type NatsServer } from '@pezzottify/testing';
import { effectsSpec } from './events/effects.fixture.js';
import { currentCausationId, MessageBus } from './index.js';

const noLeases = { worker: { name: 'worker-1', version: '0.1.0' }, leases: [] };
const nothingLost = { lost_item_ids: [] };
const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('MessageBus', () => {
  let nats: NatsServer;
  const buses: MessageBus[] = [];
  beforeEach(async () => {
    nats = await startNats();
  });
  afterEach(async () => {
    await Promise.all(buses.splice(0).map((bus) => bus.stop()));
    await nats.stop();
  });

  const setup = () => {
    const { logger, lines } = recordingLogger();
    const connect = (service: string) => {
      const bus = MessageBus.connect({ url: nats.url, service, logger });
      buses.push(bus);
      return bus;
    };
    const messages = () => lines.map(({ msg }) => msg);
    return { owner: connect('download-manager'), caller: connect('worker'), messages };
  };

  it('starts before NATS is there and works once it is', async () => {
    await nats.kill();
    const { owner, caller } = setup();
    owner.handle('queue.heartbeat', () => Promise.resolve(nothingLost));
    owner.start();
    expect(owner.isConnected).toBe(false);
    await nats.start();
    await Promise.all([owner.whenConnected(), caller.whenConnected()]);
    await expect(caller.request('queue.heartbeat', noLeases, { timeoutMs: 5_000 })).resolves.toEqual(nothingLost);
  });

  it('serves again after NATS was killed and came back, and says each change once', async () => {
    const { owner, caller, messages } = setup();
    owner.handle('queue.heartbeat', () => Promise.resolve(nothingLost));
    owner.start();
    await Promise.all([owner.whenConnected(), caller.whenConnected()]);
    await nats.kill();
    await eventually(() => expect([owner.isConnected, caller.isConnected]).toEqual([false, false]));
    // Long enough for several attempts to fail: the delay between them begins at a tenth of a second.
    const attempts = Date.now() + 700;
    await eventually(() => expect(Date.now()).toBeGreaterThan(attempts));
    await nats.start();
    await Promise.all([owner.whenConnected(), caller.whenConnected()]);
    await expect(caller.request('queue.heartbeat', noLeases, { timeoutMs: 5_000 })).resolves.toEqual(nothingLost);
    const away = 'NATS is away; trying until it is there';
    expect(messages().sort()).toEqual([away, away, ...Array<string>(4).fill('connected to NATS')]);
  });

  it('stops while NATS is away', async () => {
    await nats.kill();
    const { owner } = setup();
    owner.start();
    await owner.stop();
    expect(owner.isConnected).toBe(false);
  });

  it('opens handlers and listeners that are registered after start', async () => {
    const { owner, caller } = setup();
    owner.start();
    await Promise.all([owner.whenConnected(), caller.whenConnected()]);
    owner.handle('queue.heartbeat', () => Promise.resolve(nothingLost));
    const heard = jest.fn();
    owner.onSignal('session.revoked', heard);
    await owner.whenConnected();
    await caller.request('queue.heartbeat', noLeases, { timeoutMs: 5_000 });
    caller.signal('session.revoked', { user_id: 7 });
    await eventually(() => expect(heard).toHaveBeenCalledWith({ user_id: 7 }));
  });

  it('refuses a second handler, a second consumer, and a missing handler', async () => {
    const { owner } = setup();
    const database = await openDatabase(effectsSpec);
    const consumer = {
      durable: 'hooks',
      events: ['hook.OnStartup'] as const,
      database,
      handle: () => Promise.resolve(),
    };
    owner.handle('queue.heartbeat', () => Promise.resolve(nothingLost));
    owner.consume(consumer);
    expect(() => owner.handle('queue.heartbeat', () => Promise.resolve(nothingLost))).toThrow('has a handler already');
    expect(() => owner.consume(consumer)).toThrow('consumer hooks is registered already');
    expect(() => owner.consume({ ...consumer, durable: 'other' })).toThrow('hook.OnStartup: consumed on this database');
    expect(() => owner.assertHandled('download-manager')).toThrow('no handler for queue.claim, queue.settle');
  });

  it('sends signals to everyone who listens, drops them while not connected, and outlives bad ones', async () => {
    const { owner, caller, messages } = setup();
    const heard = jest.fn((_: { user_id: number }) => {
      throw new Error('a listener failed');
    });
    owner.onSignal('session.revoked', heard);
    caller.onSignal('session.revoked', heard);
    owner.start();
    caller.start();
    await Promise.all([owner.whenConnected(), caller.whenConnected()]);
    owner.signal('session.revoked', { user_id: 1 });
    owner.signal('session.revoked', { user_id: 2 });
    await eventually(() => expect(heard).toHaveBeenCalledTimes(4));
    expect(messages()).toContain('signal was not understood or its handler failed');
    expect(() => owner.signal('session.revoked', { user_id: 0 })).toThrow('session.revoked: ');
    await nats.kill();
    await eventually(() => expect(owner.isConnected).toBe(false));
    expect(() => owner.signal('session.revoked', { user_id: 3 })).not.toThrow();
  });

  it('carries the trace and the cause into the handler', async () => {
    const { owner, caller } = setup();
    const seen = jest.fn();
    owner.handle('queue.heartbeat', (_, { messageId }) => {
      seen({ trace: currentTraceparent(), isCause: currentCausationId() === messageId });
      return Promise.resolve(nothingLost);
    });
    owner.start();
    await Promise.all([owner.whenConnected(), caller.whenConnected()]);
    await runWithTrace(TRACE, () => caller.request('queue.heartbeat', noLeases, { timeoutMs: 5_000 }));
    expect(seen).toHaveBeenCalledWith({ trace: TRACE, isCause: true });
  });
});
