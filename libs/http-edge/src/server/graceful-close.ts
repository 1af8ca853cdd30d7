import { type Socket } from 'node:net';
import { type FastifyInstance } from 'fastify';

const POLL_MS = 100;

/**
 * `close()` stops accepting and lets running requests finish, for at most `limitMs`. Connections that fall idle on the
 * way are closed as they do: a keep-alive connection would otherwise hold the process until its own timeout.
 */
export function closeGracefully(fastify: FastifyInstance, limitMs: number): void {
  const { server } = fastify;
  const sockets = openSocketsOf(server);
  fastify.addHook('preClose', (done) => {
    if (server.listening) hurry();
    done();
  });

  function hurry(): void {
    const poll = setInterval(() => server.closeIdleConnections(), POLL_MS);
    const limit = setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, limitMs);
    server.once('close', () => {
      clearInterval(poll);
      clearTimeout(limit);
    });
  }
}

/** Node's own list forgets connections that have become WebSockets, but its `close` waits for them all the same. */
function openSocketsOf(server: FastifyInstance['server']): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}
