import { MessageBus } from '@pezzottify/messaging';
import { silentLogger } from '@pezzottify/testing';

/** What the scheduler needs of catalog-api: sessions for the tokens `admin` (ServerAdmin) and `guest` (nothing of use). */
export async function startSessions(url: string): Promise<MessageBus> {
  const bus = MessageBus.connect({ url, service: 'sessions', logger: silentLogger() });
  bus.handle('session.admit', ({ tokens }) => Promise.resolve(judge(tokens[0] ?? '')));
  bus.start();
  await bus.whenConnected();
  return bus;
}

function judge(token: string) {
  if (token !== 'admin' && token !== 'guest') return { kind: 'no_session' as const };
  const permissions = token === 'admin' ? ['ServerAdmin' as const] : ['AccessCatalog' as const];
  const device = { device_id: null, device_type: 'web' as const };
  const session = { user_id: 1, user_handle: token, ...device, permissions };
  if (token === 'guest') return { kind: 'forbidden' as const, session };
  return { kind: 'admitted' as const, session, is_cacheable: false };
}
