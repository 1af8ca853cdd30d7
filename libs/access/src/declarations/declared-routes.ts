import { type FastifyInstance } from 'fastify';

const API_PREFIX = '/v1/';

/** A route nobody thought about would be open to everyone: the service does not start with one. */
export function requireDeclarations(fastify: FastifyInstance): void {
  const undeclared = new Map<string, string[]>();
  fastify.addHook('onRoute', ({ method, url, config }) => {
    if (!url.startsWith(API_PREFIX) || config?.isOpen || config?.access) return;
    undeclared.set(url, [...(undeclared.get(url) ?? []), ...[method].flat()]);
  });
  fastify.addHook('onReady', (done) => {
    const routes = [...undeclared].map(([url, methods]) => `${methods.join(',')} ${url}`);
    done(routes.length === 0 ? undefined : new RoutesUndeclaredError(routes));
  });
}

export class RoutesUndeclaredError extends Error {
  readonly code = 'ROUTES_UNDECLARED';

  constructor(readonly routes: readonly string[]) {
    super(`no access declaration (@Public, @SessionRequired or @PermissionRequired) on: ${routes.join('; ')}`);
    this.name = 'RoutesUndeclaredError';
  }
}
