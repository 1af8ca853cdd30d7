import { type ConnectionOptions } from 'nats';

export function clientOptions({ url, service }: { url: string; service: string }): ConnectionOptions {
  const { protocol, username, password, host } = new URL(url);
  return {
    servers: host,
    name: service,
    reconnect: false,
    timeout: 5_000,
    // A peer that vanished without closing (power, network) is noticed within half a minute.
    pingInterval: 10_000,
    maxPingOut: 2,
    ignoreClusterUpdates: true,
    noAsyncTraces: true,
    ...(protocol === 'tls:' ? { tls: {} } : {}),
    ...(username === '' ? {} : { user: decodeURIComponent(username), pass: decodeURIComponent(password) }),
  };
}
