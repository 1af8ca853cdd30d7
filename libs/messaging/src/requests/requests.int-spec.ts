import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { CodedError, type RequestOf } from '@pezzottify/contracts';
import { eventually, recordingLogger, startNats, type NatsServer } from '@pezzottify/testing';
import { connect as connectRaw, headers, type NatsConnection } from 'nats';
import { MessageBus, PeerFailedError, type PeerUnavailableError } from '../index.js';

const SUBJECT = 'pezzottify.request.queue.heartbeat.v1';
const worker = { name: 'worker-1', version: '0.1.0' };
const noLeases: RequestOf<'queue.heartbeat'> = { worker, leases: [] };
const nothingLost = { lost_item_ids: [] };
const soon = { timeoutMs: 5_000 };

/** A handler that waits until it is let go, and says how often it was called. */
function gated() {
  const gate = Promise.withResolvers<undefined>();
  const handler = jest.fn(async () => {
    await gate.promise;
    return nothingLost;
  });
  return { handler, open: () => gate.resolve(undefined) };
}

const unavailable = (reason: PeerUnavailableError['reason']) =>
  expect.objectContaining({ code: 'PEER_UNAVAILABLE', reason });

describe('requests', () => {
  let nats: NatsServer;
  const buses: MessageBus[] = [];
  const clients: NatsConnection[] = [];
  beforeAll(async () => {
    nats = await startNats();
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
    await Promise.all(buses.splice(0).map((bus) => bus.stop()));
  });
  afterAll(() => nats.stop());

  /** An owner and a caller on connections of their own to a real server; `raw` speaks to it without this lib. */
  const setup = async () => {
    const { logger, lines } = recordingLogger();
    const connect = (service: string) => {
      const bus = MessageBus.connect({ url: nats.url, service, logger });
      buses.push(bus);
      return bus;
    };
    const [owner, caller] = [connect('download-manager'), connect('worker')];
    await Promise.all([owner.whenConnected(), caller.whenConnected()]);
    const raw = async () => {
      const client = await connectRaw({ servers: nats.url });
      clients.push(client);
      return client;
    };
    const serve = async (...[handler, options]: [Parameters<typeof owner.handle<'queue.heartbeat'>>[1], object?]) => {
      owner.handle('queue.heartbeat', handler, options);
      owner.start();
      await owner.whenConnected();
    };
    return { owner, caller, connect, raw, serve, lines };
  };

  it('reach the handler, and its answer the caller', async () => {
    const { caller, serve } = await setup();
    await serve((body, context) =>
      Promise.resolve({ lost_item_ids: [...body.leases.map(({ item_id: id }) => id), context.caller] }),
    );
    const leases = [{ item_id: 'item-1', lease_token: 'x'.repeat(32) }];
    const answer = await caller.request('queue.heartbeat', { worker, leases }, soon);
    expect(answer).toEqual({ lost_item_ids: ['item-1', 'worker'] });
  });

  it('are answered once however many processes of the owner there are', async () => {
    const { caller, connect, serve } = await setup();
    const handler = jest.fn(() => Promise.resolve(nothingLost));
    await serve(handler);
    const second = connect('download-manager');
    second.handle('queue.heartbeat', handler);
    second.start();
    await second.whenConnected();
    await Promise.all(Array.from({ length: 20 }, () => caller.request('queue.heartbeat', noLeases, soon)));
    expect(handler).toHaveBeenCalledTimes(20);
  });

  it('reach the named job host and no other', async () => {
    const { caller, connect } = await setup();
    for (const host of ['catalog-api', 'download-manager'] as const) {
      const bus = connect(host);
      const kind = host === 'catalog-api' ? 'cancelling' : 'not_running';
      bus.handle('job-host.cancel-run', () => Promise.resolve({ kind }), { as: host });
      bus.start();
      await bus.whenConnected();
    }
    const run = { run_id: 1, lease_token: 'x'.repeat(32), reason: 'asked to' };
    const ask = (to: 'catalog-api' | 'download-manager') => caller.request('job-host.cancel-run', run, { ...soon, to });
    expect(await ask('catalog-api')).toEqual({ kind: 'cancelling' });
    expect(await ask('download-manager')).toEqual({ kind: 'not_running' });
  });

  it('fail at once when nobody answers', async () => {
    const { caller } = await setup();
    const asked = caller.request('queue.heartbeat', noLeases, { timeoutMs: 60_000 });
    await expect(asked).rejects.toEqual(unavailable('nobody_answers'));
  });

  it('fail at once while not connected, and when the connection breaks under way', async () => {
    const { caller, serve } = await setup();
    const { handler, open } = gated();
    await serve(handler);
    const underWay = caller.request('queue.heartbeat', noLeases, { timeoutMs: 60_000 });
    underWay.catch(() => undefined);
    await eventually(() => expect(handler).toHaveBeenCalled());
    await nats.kill();
    await expect(underWay).rejects.toEqual(unavailable('connection_lost'));
    await expect(caller.request('queue.heartbeat', noLeases, soon)).rejects.toEqual(unavailable('not_connected'));
    open();
    await nats.start();
  });

  it('time out at the caller, and are not run by a handler that gets to them too late', async () => {
    const { caller, serve, lines } = await setup();
    const { handler, open } = gated();
    await serve(handler, { concurrency: 1 });
    const first = caller.request('queue.heartbeat', noLeases, soon);
    await eventually(() => expect(handler).toHaveBeenCalledTimes(1));
    const late = caller.request('queue.heartbeat', noLeases, { timeoutMs: 50 });
    await expect(late).rejects.toEqual(unavailable('timed_out'));
    open();
    await first;
    const notRun = expect.objectContaining({
      msg: 'request came after its deadline; not run',
      caller: 'worker',
      late_ms: expect.any(Number),
    });
    await eventually(() => expect(lines).toContainEqual(notRun));
    expect(handler).toHaveBeenCalledTimes(1);
  });

  it('tell the caller that the handler failed, without its stack or text', async () => {
    const { caller, serve, lines } = await setup();
    await serve(() => Promise.reject(new Error('SELECT token FROM secrets')));
    const error = await caller.request('queue.heartbeat', noLeases, soon).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PeerFailedError);
    expect((error as PeerFailedError).peerCode).toBe('INTERNAL');
    expect(JSON.stringify([(error as Error).message, (error as Error).stack])).not.toContain('SELECT');
    expect(lines).toContainEqual(
      expect.objectContaining({ msg: 'request handler failed', request: 'queue.heartbeat' }),
    );
  });

  it('carry the code and text of an error that is meant for people', async () => {
    const { caller, serve } = await setup();
    await serve(() => Promise.reject(new CodedError('DOWNLOADS_DISABLED', 'downloads are switched off')));
    const asked = caller.request('queue.heartbeat', noLeases, soon);
    await expect(asked).rejects.toMatchObject({
      peerCode: 'DOWNLOADS_DISABLED',
      message: /downloads are switched off/,
    });
  });

  it('with a wrong body are refused at the caller, with a wrong answer at the owner', async () => {
    const { caller, serve } = await setup();
    const wrong = { lost: [] } as unknown as typeof nothingLost;
    await serve(() => Promise.resolve(wrong));
    await expect(caller.request('queue.heartbeat', {} as never, soon)).rejects.toThrow(/queue\.heartbeat: /);
    const asked = caller.request('queue.heartbeat', noLeases, soon);
    await expect(asked).rejects.toMatchObject({ peerCode: 'SHAPE_INVALID', message: /reply to queue\.heartbeat/ });
  });

  it('of an unknown shape or no JSON at all are answered as malformed and harm nobody', async () => {
    const { caller, raw, serve, lines } = await setup();
    const handler = jest.fn(() => Promise.resolve(nothingLost));
    await serve(handler);
    const client = await raw();
    for (const payload of ['{"worker":1}', 'not json', '', Uint8Array.of(0xff, 0xfe)]) {
      const { data } = await client.request(SUBJECT, payload, { timeout: 5_000 });
      expect(JSON.parse(Buffer.from(data).toString())).toMatchObject({
        ok: false,
        error: { code: 'MALFORMED_MESSAGE' },
      });
    }
    expect(handler).not.toHaveBeenCalled();
    expect(lines.filter(({ msg }) => msg === 'malformed request')).toHaveLength(4);
    await expect(caller.request('queue.heartbeat', noLeases, soon)).resolves.toEqual(nothingLost);
  });

  it('survive an answer that is not in the envelope', async () => {
    const { caller, raw } = await setup();
    const client = await raw();
    client.subscribe(SUBJECT, { callback: (_, message) => message.respond('surprise') });
    await client.flush();
    const asked = caller.request('queue.heartbeat', noLeases, soon);
    await expect(asked).rejects.toMatchObject({ code: 'PEER_FAILED', peerCode: 'MALFORMED_REPLY' });
  });

  it('too large for one message fail alone; the connection lives on', async () => {
    const { caller, serve, lines } = await setup();
    const huge = 'x'.repeat(1_100_000);
    await serve(({ leases }) =>
      Promise.resolve({ lost_item_ids: leases.length > 0 ? Array(5_000).fill('y'.repeat(256)) : [] }),
    );
    const tooLong = { worker: { ...worker, huge }, leases: [] } as RequestOf<'queue.heartbeat'>;
    await expect(caller.request('queue.heartbeat', tooLong, soon)).rejects.toMatchObject({ code: 'MESSAGE_TOO_LARGE' });
    const withLongAnswer = { worker, leases: [{ item_id: 'a', lease_token: 'x'.repeat(32) }] };
    const asked = caller.request('queue.heartbeat', withLongAnswer, soon);
    await expect(asked).rejects.toMatchObject({ code: 'PEER_FAILED', peerCode: 'REPLY_TOO_LARGE' });
    await expect(caller.request('queue.heartbeat', noLeases, soon)).resolves.toEqual(nothingLost);
    expect(lines.filter(({ msg }) => msg === 'connected to NATS')).toHaveLength(2);
  });

  it('beyond what may wait are turned away as overloaded, the others are answered', async () => {
    const { caller, serve } = await setup();
    const { handler, open } = gated();
    await serve(handler, { concurrency: 2, maxWaiting: 3 });
    const asked = Array.from({ length: 10 }, () => caller.request('queue.heartbeat', noLeases, soon));
    const outcomes = Promise.allSettled(asked);
    await expect(asked[9]).rejects.toEqual(unavailable('overloaded'));
    expect(handler).toHaveBeenCalledTimes(2);
    open();
    const statuses = (await outcomes).map(({ status }) => status);
    expect(statuses.filter((status) => status === 'fulfilled')).toHaveLength(5);
  });

  it('end for the caller when it aborts', async () => {
    const { caller, serve } = await setup();
    const { handler, open } = gated();
    await serve(handler);
    const abort = new AbortController();
    const asked = caller.request('queue.heartbeat', noLeases, { ...soon, signal: abort.signal });
    await eventually(() => expect(handler).toHaveBeenCalled());
    abort.abort(new Error('stopping'));
    await expect(asked).rejects.toThrow('stopping');
    open();
  });

  it('under way at stop are answered before the connection ends; new ones find nobody', async () => {
    const { owner, caller, serve } = await setup();
    const { handler, open } = gated();
    await serve(handler);
    const underWay = caller.request('queue.heartbeat', noLeases, soon);
    await eventually(() => expect(handler).toHaveBeenCalledTimes(1));
    const stopped = owner.stop();
    const later = () => caller.request('queue.heartbeat', noLeases, { timeoutMs: 100 });
    await eventually(() => expect(later()).rejects.toEqual(unavailable('nobody_answers')));
    // Time enough for a connection that does not wait for its handlers to end.
    for (let look = 0; look < 50; look += 1) await later().catch(() => undefined);
    expect(owner.isConnected).toBe(true);
    open();
    await expect(underWay).resolves.toEqual(nothingLost);
    await stopped;
    expect(owner.isConnected).toBe(false);
  });

  it('that never end do not hold up stop for longer than its limit', async () => {
    const { owner, caller, serve } = await setup();
    const { handler } = gated();
    await serve(handler);
    const underWay = caller.request('queue.heartbeat', noLeases, { timeoutMs: 300 });
    underWay.catch(() => undefined);
    await eventually(() => expect(handler).toHaveBeenCalled());
    await owner.stop(50);
    expect(owner.isConnected).toBe(false);
    await expect(underWay).rejects.toEqual(unavailable('timed_out'));
  });

  it('ignore a deadline that is not a number', async () => {
    const { raw, serve } = await setup();
    await serve(() => Promise.resolve(nothingLost));
    const header = headers();
    header.set('Pezzottify-Deadline', 'tomorrow');
    const payload = JSON.stringify(noLeases);
    const { data } = await (await raw()).request(SUBJECT, payload, { timeout: 5_000, headers: header });
    expect(JSON.parse(Buffer.from(data).toString())).toMatchObject({ ok: true });
  });
});
