import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import { type FastifyContextConfig } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route reads a JSON body; every other route ignores what is sent. */
    readsBody?: boolean;
    /** A request without a body is one with an empty object. */
    isBodyOptional?: boolean;
    /** Open to everyone by its nature: health and the API description. */
    isOpen?: boolean;
  }
}

/**
 * Adds to the Fastify route config of a Nest handler. Nest's own `@RouteConfig` replaces the whole config instead and
 * must not be used beside it: it would take away the access declaration.
 */
export function extendRouteConfig(handler: object, config: Partial<FastifyContextConfig>): void {
  Reflect.defineMetadata(FASTIFY_ROUTE_CONFIG_METADATA, { ...routeConfigOf(handler), ...config }, handler);
}

export function routeConfigOf(handler: object): Partial<FastifyContextConfig> {
  const config = Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, handler) as FastifyContextConfig | undefined;
  return config ?? {};
}

/** The method a parameter decorator stands in. */
export function handlerOf(target: object, key: string | symbol | undefined): object {
  const handler: unknown = key === undefined ? undefined : Reflect.get(target, key);
  if (typeof handler !== 'function')
    throw new TypeError('this decorator belongs to a parameter of a controller method');
  return handler;
}
