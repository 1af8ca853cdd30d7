import { type IncomingMessage } from 'node:http';
import { type FastifyInstance } from 'fastify';
import { rawPathOf } from '../routing/request-path.js';

/** Has Node taken the connection out of its own care because the request asks for a WebSocket where there is one? */
export function isUpgrade(request: IncomingMessage & { upgrade?: boolean }): boolean {
  return request.upgrade === true;
}

/**
 * Where WebSockets are spoken. Elsewhere, and for other protocols (some clients offer HTTP/2 with every request), an offer
 * to change is ignored and the request an ordinary one: RFC 9110 section 7.8. As soon as somebody listens for upgrades
 * Node would withhold the body of each of them.
 */
export class WebSocketPaths {
  private readonly paths = new Set<string>();

  /** Learns the routes with `websocket: true` that are registered from now on. */
  learnFrom(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', (route) => {
      if ('websocket' in route && route.websocket) this.paths.add(route.url);
    });
  }

  readonly isAskedFor = ({ method, url = '', headers }: IncomingMessage): boolean =>
    method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket' && this.paths.has(rawPathOf(url));
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
