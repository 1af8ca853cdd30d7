import { describeLater, extendRouteConfig } from '@pezzottify/http-edge';
import { type PermissionName } from '@pezzottify/permissions';
import { type FastifyContextConfig } from 'fastify';
import {
  type AccessOptions,
  permissionRoute,
  publicRoute,
  type SessionAccessOptions,
  sessionRoute,
} from './route-access.js';

/** Everyone may call this route. */
export const Public = (options: AccessOptions = {}): MethodDecorator => declare(publicRoute(options));

/** Whoever has signed in may call this route. */
export const SessionRequired = (options: SessionAccessOptions = {}): MethodDecorator =>
  declare(sessionRoute(options), 'a session');

/** Only sessions with this permission may call the route; of several names any one suffices. */
export const PermissionRequired = (
  permission: PermissionName | readonly PermissionName[],
  options: AccessOptions = {},
): MethodDecorator => {
  const anyOf = [permission].flat();
  return declare(permissionRoute(anyOf, options), anyOf.join(' or '));
};

function declare(config: Partial<FastifyContextConfig>, needed?: string): MethodDecorator {
  return (target, key, descriptor) => {
    extendRouteConfig(descriptor.value as object, config);
    if (needed === undefined) return;
    describeLater(({ ApiBearerAuth, ApiCookieAuth, ApiResponse }) => {
      const refusal = ApiResponse({ status: 403, description: `without ${needed}` });
      for (const decorate of [ApiBearerAuth(), ApiCookieAuth(), refusal]) decorate(target, key, descriptor);
    });
  };
}
