import { MessageBus } from '@pezzottify/messaging';
import { silentLogger } from '@pezzottify/testing';

/** What the scheduler needs of catalog-api: sessions for the tokens `admin` (ServerAdmin) and `guest` (nothing of use). */
export async function startSessions(url: string): Promise<MessageBus> {
  const bus = MessageBus.connect({ url, service: 'sessions', logger: silentLogger() });
  bus.handle('session.admit', ({ tokens, any_of }) => Promise.resolve(judge(tokens[0] ?? '', any_of)));
  bus.start();
  await bus.whenConnected();
  return bus;
}

function judge(token: string, anyOf: readonly string[]) {
  if (token !== 'admin' && token !== 'guest') return { kind: 'no_session' as const };
  const permissions = [token === 'admin' ? 'ServerAdmin' : 'AccessCatalog'];
  const device = { device_id: null, device_type: 'web' as const };
  const session = { user_id: 1, user_handle: token, ...device, permissions };
  const isAdmitted = permissions.some((permission) => anyOf.includes(permission));
  if (!isAdmitted) return { kind: 'forbidden' as const, session };
  return { kind: 'admitted' as const, session, is_cacheable: false };
}
