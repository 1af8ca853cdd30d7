import { type OperationObject } from '@nestjs/swagger';
import { type ErrorCode } from '@pezzottify/contracts';
import { type FastifyContextConfig, type FastifyInstance } from 'fastify';
import { routeLabel } from '../observation/route-label.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Codes this route may answer with, for the API description. */
    refuses?: readonly ErrorCode[];
    /** Describes a route that is no controller's. */
    operation?: OperationObject;
  }
}

export interface RegisteredRoute {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** As the description writes it: `/v1/album/{id}`. */
  readonly path: string;
  readonly config: Partial<FastifyContextConfig>;
}

/** Route config of a route that is no controller's, for the API description; without it the route is not described. */
export function describedRoute(
  operation: OperationObject,
  ...refuses: readonly ErrorCode[]
): Pick<FastifyContextConfig, 'operation' | 'refuses'> {
  return { operation, refuses };
}

/** Of an operation that needs a session, told by either of both. */
export const SESSION_SECURITY = [{ bearer: [] }, { cookie: [] }];

/** Every route that is registered from now on. HEAD is left out: it is answered wherever GET is. */
export function collectRoutes(fastify: FastifyInstance): readonly RegisteredRoute[] {
  const routes: RegisteredRoute[] = [];
  fastify.addHook('onRoute', ({ method, url, config = {} }) => {
    for (const name of [method].flat()) {
      if (name !== 'HEAD')
        routes.push({ method: name.toLowerCase() as RegisteredRoute['method'], path: routeLabel(url), config });
    }
  });
  return routes;
}
