import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { API, HEALTH, isBelow } from '../routing/request-path.js';

const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'SAMEORIGIN',
  'content-security-policy': "frame-ancestors 'self'",
} as const;

/** On the raw answer: the send path of audio bypasses Fastify's reply. */
export function addSecurityHeaders({ raw }: FastifyReply): void {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) raw.setHeader(name, value);
}

/** Security headers on every answer; `no-store` on every error and on everything below `/v1` that says nothing else. */
export function setResponseHeaders(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (_request, reply, done) => {
    addSecurityHeaders(reply);
    done();
  });
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    if (mustNotBeStored(request, reply)) reply.header('cache-control', 'no-store');
    done();
  });
}

function mustNotBeStored(request: FastifyRequest, reply: FastifyReply): boolean {
  if (reply.statusCode >= 400) return true;
  const target = request.raw.url ?? '';
  return !reply.hasHeader('cache-control') && (isBelow(API, target) || isBelow(HEALTH, target));
}
