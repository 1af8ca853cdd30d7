import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SessionAdmitReply } from '@pezzottify/contracts';
import { MessageBus } from '@pezzottify/messaging';
import { eventually, type NatsServer, silentLogger, startNats } from '@pezzottify/testing';
import { RemoteSessionJudge } from './remote-session-judge.js';

/** Two services on a real NATS: one that knows sessions and one that asks. */
describe('RemoteSessionJudge over NATS', () => {
  let nats: NatsServer;
  const buses: MessageBus[] = [];
  beforeAll(async () => {
    nats = await startNats();
  });
  afterAll(async () => {
    await Promise.all(buses.map((bus) => bus.stop()));
    await nats.stop();
  });

  function connect(service: string): MessageBus {
    const bus = MessageBus.connect({ url: nats.url, service, logger: silentLogger() });
    buses.push(bus);
    return bus;
  }

  it('refuses to guess while catalog-api is away, asks it when it is there, and hears of revocations', async () => {
    const asking = connect('download-manager');
    const judge = new RemoteSessionJudge({ bus: asking });
    asking.start();
    await asking.whenConnected();
    await expect(judge.admit(['abc'], [])).rejects.toMatchObject({ code: 'CATALOG_UNAVAILABLE' });

    const valid = new Set(['abc']);
    const owner = connect('catalog-api');
    owner.handle('session.admit', ({ tokens }) => Promise.resolve(verdictOn(tokens, valid)));
    owner.start();
    await owner.whenConnected();
    await eventually(async () => expect(await judge.admit(['wrong', 'abc'], [])).toMatchObject({ kind: 'admitted' }));

    valid.clear();
    expect(await judge.admit(['wrong', 'abc'], [])).toMatchObject({ kind: 'admitted' });
    owner.signal('session.revoked', { user_id: 7 });
    await eventually(async () => expect(await judge.admit(['wrong', 'abc'], [])).toEqual({ kind: 'no_session' }));
  });
});

function verdictOn(tokens: readonly string[], valid: ReadonlySet<string>): SessionAdmitReply {
  if (!tokens.some((token) => valid.has(token))) return { kind: 'no_session' };
  const session = { user_id: 7, user_handle: 'maria', device_id: 1, device_type: 'web' as const, permissions: [] };
  return { kind: 'admitted', session, is_cacheable: true };
}
