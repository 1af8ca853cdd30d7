import { type PermissionName } from '@pezzottify/permissions';
import { type FastifyContextConfig } from 'fastify';
import { type GroupBucket } from '../gate/rate-limiter.port.js';

/** Who may call a route, and which rate limit it shares with others beside the global one. */
export type RouteAccess =
  | { readonly kind: 'public'; readonly bucket?: GroupBucket }
  | { readonly kind: 'session'; readonly bucket?: GroupBucket; readonly isWebSocket?: boolean }
  | { readonly kind: 'permission'; readonly anyOf: readonly PermissionName[]; readonly bucket?: GroupBucket };

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: RouteAccess;
  }
}

export interface AccessOptions {
  /** Without it the route has the global bucket only. */
  bucket?: GroupBucket;
}

export interface SessionAccessOptions extends AccessOptions {
  /** A request that is no WebSocket upgrade is 426 before its session is looked at. */
  isWebSocket?: boolean;
}

type AccessConfig = Required<Pick<FastifyContextConfig, 'access'>>;

/** Route config of a route that is not a Nest controller's (proxy, WebSocket, static files). */
export function publicRoute(options: AccessOptions = {}): AccessConfig {
  return { access: { kind: 'public', ...options } };
}

export function sessionRoute(options: SessionAccessOptions = {}): AccessConfig {
  return { access: { kind: 'session', ...options } };
}

/** Several names: any one of them suffices. */
export function permissionRoute(anyOf: readonly PermissionName[], options: AccessOptions = {}): AccessConfig {
  if (anyOf.length === 0) throw new RangeError('a route that needs a permission must name one');
  return { access: { kind: 'permission', anyOf, ...options } };
}
