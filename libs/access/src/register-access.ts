import { type Session } from '@pezzottify/contracts';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { requireDeclarations } from './declarations/declared-routes.js';
import { publicRoute, type RouteAccess } from './declarations/route-access.js';
import { AccessGate, type AccessOptions } from './gate/access-gate.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Of a route that needs one, also of a request that was refused what it asked for; null on public routes. */
    session: Session | null;
  }
}

/**
 * Decides access in an `onRequest` hook: before a byte of the body is read. Call it from `register` of
 * createHttpApplication, before any plugin that adds routes.
 */
export function registerAccess(fastify: FastifyInstance, options: AccessOptions): void {
  const gate = new AccessGate(options);
  fastify.decorateRequest('session', null);
  requireDeclarations(fastify);
  fastify.addHook('onRequest', async (request) => {
    if (isHealth(request)) return;
    await gate.admit(request, accessOf(request));
  });
}

/** Whoever asks whether the service lives must get an answer, at any rate. */
function isHealth({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.url?.startsWith('/health/') ?? false;
}

/** Without a declaration only routes outside `/v1` and open ones get here; the start-up check sees to it. */
function accessOf({ routeOptions }: FastifyRequest): RouteAccess {
  return routeOptions.config.access ?? publicRoute().access;
}
