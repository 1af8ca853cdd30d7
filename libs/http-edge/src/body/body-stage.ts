import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { type RequestLog } from '../observation/request-log.js';
import { announcesBody, readJsonBody } from './json-body.js';

/** A media type that Fastify's own parser accepts. */
const WELL_FORMED = /^\s*[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(?:;|$)/;

/**
 * Only routes that declare a body (through `@BodyOf`) read one, after access is decided and before the handler looks at
 * its parameters. All others ignore whatever is sent. Plugins that forward bodies set parsers in their own scope.
 */
export function readDeclaredBodies(fastify: FastifyInstance, log: RequestLog): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', (_request, _payload, done) => {
    done(null);
  });
  fastify.addHook('onRequest', (request, _reply, done) => {
    hideUnreadableType(request);
    done();
  });
  fastify.addHook('preHandler', async (request) => {
    const { readsBody, isBodyOptional = false } = request.routeOptions.config;
    if (!readsBody || (isBodyOptional && !announcesBody(request.raw))) return;
    const { text, value } = await readJsonBody(request.raw);
    request.body = value;
    log.requestBody(request, request.raw.headers['content-type'], text, Buffer.byteLength(text));
  });
}

/** Fastify answers 415 for a header it cannot read before anyone can say that the body does not matter. */
function hideUnreadableType(request: FastifyRequest): void {
  const { headers } = request.raw;
  const type = headers['content-type'];
  if (type !== undefined && !WELL_FORMED.test(type)) headers['content-type'] = 'application/octet-stream';
}
