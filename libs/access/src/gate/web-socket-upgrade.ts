import { CodedError } from '@pezzottify/contracts';
import { type FastifyRequest } from 'fastify';

const KEY = /^[A-Za-z0-9+/]{22}==$/;

/** RFC 6455 section 4.2.1: GET with Upgrade, Connection, a key of 16 bytes in base64, and version 13. */
export function requireWebSocketUpgrade({ method, raw: { headers } }: FastifyRequest): void {
  const isUpgrade =
    method === 'GET' &&
    headers.upgrade?.toLowerCase() === 'websocket' &&
    names(headers.connection).includes('upgrade') &&
    headers['sec-websocket-version'] === '13' &&
    KEY.test(headers['sec-websocket-key'] ?? '');
  if (isUpgrade) return;
  throw new CodedError('UPGRADE_REQUIRED', 'this path speaks WebSocket only (RFC 6455, version 13)', {
    headers: { upgrade: 'websocket' },
  });
}

function names(header: string | undefined): string[] {
  return (header ?? '').split(',').map((name) => name.trim().toLowerCase());
}
