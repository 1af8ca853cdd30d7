import { type IncomingMessage } from 'node:http';
import { type FastifyInstance } from 'fastify';

/**
 * Has Node taken the connection out of its own care because the request asks for a WebSocket? Only where somebody
 * listens for upgrades; elsewhere the header means nothing and the request is an ordinary one.
 */
export function isUpgrade(request: IncomingMessage & { upgrade?: boolean }): boolean {
  return request.upgrade === true;
}

/**
 * Nobody reads a connection whose upgrade was refused: it would not even notice that the client has gone. It ends with
 * its answer.
 */
export function endRefusedUpgrades(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', ({ raw }, reply, done) => {
    if (isUpgrade(raw)) {
      reply.raw.setHeader('connection', 'close');
      reply.raw.once('finish', () => raw.socket.destroySoon());
    }
    done();
  });
}
