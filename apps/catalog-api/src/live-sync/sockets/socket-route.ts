import websocket from '@fastify/websocket';
import { presentedTokens, sessionRoute } from '@pezzottify/access';
import { CodedError } from '@pezzottify/contracts';
import { type Reader } from '@pezzottify/persistence';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { type WebSocket } from 'ws';
import { writtenSettingKeys } from '../../storage/user/setting-key.repository.js';
import { tokenHash } from '../../sessions/session-token.js';
import { reactTo } from './client-messages.js';
import { ClientSocket } from './client-socket.js';
import { type SocketRegistry } from './socket-registry.js';

export interface SocketRouteOptions {
  registry: SocketRegistry;
  reads: Reader;
  version: string;
}

const MAX_FRAME_BYTES = 64 * 1024;

/** `GET /v1/ws`. Registered beside Nest's routes, because Nest's own gateways know nothing of sessions in `onRequest`. */
export async function registerSocketRoute(fastify: FastifyInstance, options: SocketRouteOptions): Promise<void> {
  await fastify.register(websocket, { options: { maxPayload: MAX_FRAME_BYTES } });
  const route = { websocket: true as const, config: sessionRoute({ isWebSocket: true }), preHandler: requireDevice };
  fastify.get('/v1/ws', route, (socket, request) => void connect(socket, request, options));
}

function requireDevice({ session }: FastifyRequest, _reply: unknown, done: (error?: Error) => void): void {
  done(
    session?.device_id === null
      ? new CodedError('NO_DEVICE', 'this session belongs to no device; sign in again')
      : undefined,
  );
}

async function connect(
  socket: WebSocket,
  request: FastifyRequest,
  { registry, reads, version }: SocketRouteOptions,
): Promise<void> {
  const { session } = request;
  if (session?.device_id == null) return;
  // Listening begins before the first await: a frame or a close that comes meanwhile must not be missed.
  const settings = new Set<string>();
  const client = new ClientSocket(socket, session, presentedTokens(request).map(tokenHash), settings);
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (!isBinary) reactTo(client, data.toString('utf8'));
  });
  socket.on('error', (error) => request.log.debug(error));
  socket.on('close', () => registry.remove(client));
  for (const key of await writtenSettingKeys(reads, session.device_id)) settings.add(key);
  client.send('connected', { device_id: session.device_id, server_version: version });
  if (socket.readyState === socket.OPEN) registry.add(client);
}
