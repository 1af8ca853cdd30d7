import { type FastifyInstance } from 'fastify';

const POLL_MS = 100;

/**
 * `close()` stops accepting and lets running requests finish, for at most `limitMs`. Connections that fall idle on the
 * way are closed as they do: a keep-alive connection would otherwise hold the process until its own timeout.
 */
export function closeGracefully(fastify: FastifyInstance, limitMs: number): void {
  fastify.addHook('preClose', (done) => {
    const { server } = fastify;
    const poll = setInterval(() => server.closeIdleConnections(), POLL_MS);
    const limit = setTimeout(() => server.closeAllConnections(), limitMs);
    server.once('close', () => {
      clearInterval(poll);
      clearTimeout(limit);
    });
    if (!server.listening) {
      clearInterval(poll);
      clearTimeout(limit);
    }
    done();
  });
}
