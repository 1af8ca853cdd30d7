import websocket from '@fastify/websocket';
import { presentedTokens, sessionRoute } from '@pezzottify/access';
import { CodedError } from '@pezzottify/contracts';
import { describedRoute, SESSION_SECURITY } from '@pezzottify/http-edge';
import { type Logger } from '@pezzottify/observability';
import { type Reader } from '@pezzottify/persistence';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { type WebSocket } from 'ws';
import { writtenSettingKeys } from '../../storage/user/setting-key.repository.js';
import { eventBounds } from '../../storage/user/sync-event.repository.js';
import { type DatabaseSessionJudge } from '../../sessions/database-session-judge.js';
import { reactTo } from './client-messages.js';
import { CLOSE, ClientSocket } from './client-socket.js';
import { type SocketRegistry } from './socket-registry.js';

export interface SocketRouteOptions {
  registry: SocketRegistry;
  judge: Pick<DatabaseSessionJudge, 'countingHash'>;
  reads: Reader;
  version: string;
  logger: Logger;
}

const MAX_FRAME_BYTES = 64 * 1024;

/** `GET /v1/ws`. Registered beside Nest's routes, because Nest's own gateways know nothing of sessions in `onRequest`. */
export async function registerSocketRoute(fastify: FastifyInstance, options: SocketRouteOptions): Promise<void> {
  // Left alone, `ws` would agree to the first sub-protocol that a client offers.
  const handleProtocols = (): false => false;
  await fastify.register(websocket, { options: { maxPayload: MAX_FRAME_BYTES, handleProtocols } });
  const config = { ...sessionRoute({ isWebSocket: true }), ...DESCRIPTION };
  const preHandler = [requireDevice, (request: FastifyRequest) => rememberToken(request, options)];
  const route = { websocket: true as const, config, preHandler };
  fastify.get('/v1/ws', route, (socket, request) => connect(socket, request, options));
}

const DESCRIPTION = describedRoute(
  {
    operationId: 'liveSync',
    tags: ['sync'],
    summary: 'Live events over a WebSocket, as text frames `{ "type", "payload" }`',
    security: SESSION_SECURITY,
    responses: { 101: { description: 'The connection is a WebSocket now; its first message is `connected`' } },
  },
  'UPGRADE_REQUIRED',
  'NO_SESSION',
  'NO_DEVICE',
);

function requireDevice({ session }: FastifyRequest, _reply: unknown, done: (error?: Error) => void): void {
  done(
    session?.device_id === null
      ? new CodedError('NO_DEVICE', 'this session belongs to no device; sign in again')
      : undefined,
  );
}

/** Hash of the token that each request for a connection was admitted with: the connection ends with it. */
const admittedWith = new WeakMap<FastifyRequest, string>();

async function rememberToken(request: FastifyRequest, { judge }: SocketRouteOptions): Promise<void> {
  const hash = await judge.countingHash(presentedTokens(request));
  if (hash === undefined) throw new CodedError('NO_SESSION', 'the session has just ended');
  admittedWith.set(request, hash);
}

function connect(socket: WebSocket, request: FastifyRequest, options: SocketRouteOptions): void {
  const { registry, judge, reads, version, logger } = options;
  const { session } = request;
  const tokenHash = admittedWith.get(request);
  if (session?.device_id == null || tokenHash === undefined) return;
  const { device_id, user_id } = session;
  const settings = new Set<string>();
  const client = new ClientSocket(socket, session, tokenHash, settings);
  const learnSettings = async (): Promise<void> => {
    for (const key of await writtenSettingKeys(reads, device_id)) settings.add(key);
  };
  const welcome = async (): Promise<void> => {
    await learnSettings();
    const { current } = await eventBounds(reads, user_id);
    client.send('connected', { device_id, server_version: version });
    if (socket.readyState !== socket.OPEN) return;
    registry.add(client, current);
    // Nobody could tell a connection that was not in the registry what happened while these were read.
    await learnSettings();
    const isAlive = (await judge.countingHash(presentedTokens(request))) === tokenHash;
    if (!isAlive) client.close(CLOSE.normal, 'the session has ended');
  };
  const welcomed = welcome();
  welcomed.catch((error: unknown) => {
    logger.error({ err: error }, 'a WebSocket could not be set up');
    client.close(CLOSE.internalError, 'the connection could not be set up');
  });
  // Listening begins at once: a frame or a close that comes meanwhile must not be missed. Answers wait for the welcome,
  // which clients expect as the first message.
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (!isBinary) welcomed.then(() => reactTo(client, data.toString('utf8')), ignore);
  });
  socket.on('error', (error) => logger.debug({ err: error }, 'a WebSocket failed'));
  socket.on('close', () => registry.remove(client));
}

/** The failure is handled where it is told to the client. */
const ignore = (): void => undefined;
