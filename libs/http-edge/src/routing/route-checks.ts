import { type IncomingMessage } from 'node:http';
import { CodedError } from '@pezzottify/contracts';
import { type FastifyInstance } from 'fastify';
import { rawPathOf } from './request-path.js';
import { RouteTable } from './route-table.js';

/**
 * Unknown path 404, then wrong method 405, before anything else looks at the request: neither a session nor a rate
 * limit is asked about a path that does not exist. Must be called before the first route is registered.
 */
export function checkRoutesFirst(fastify: FastifyInstance): void {
  const table = new RouteTable();
  fastify.addHook('onRoute', ({ method, url }) => {
    for (const name of [method].flat()) table.add(name, url);
  });
  fastify.addHook('onRequest', ({ raw }, _reply, done) => {
    done(isWithoutHost(raw) ? new CodedError('INVALID_PARAMETER', 'the header Host is missing') : undefined);
  });
  fastify.addHook('onRequest', (request, _reply, done) => {
    done(refusalOf(table, request.method, request.raw.url ?? '', request.is404));
  });
}

/** RFC 9112 section 3.2: a request of HTTP/1.1 without Host is refused. */
function isWithoutHost({ httpVersion, headers }: IncomingMessage): boolean {
  return httpVersion === '1.1' && headers.host === undefined;
}

function refusalOf(table: RouteTable, method: string, target: string, isUnrouted: boolean): CodedError | undefined {
  const path = rawPathOf(target);
  const allowed = table.methodsOf(path);
  if (allowed.includes(method) && !isUnrouted) return undefined;
  const isKnown = allowed.length > 0 && !allowed.includes(method) && table.tellsMethodsOf(path);
  return isKnown ? methodNotAllowed(method, allowed) : routeNotFound();
}

export function routeNotFound(): CodedError {
  return new CodedError('ROUTE_NOT_FOUND', 'there is nothing at this path');
}

function methodNotAllowed(method: string, allowed: readonly string[]): CodedError {
  const allow = allowed.join(', ');
  return new CodedError('METHOD_NOT_ALLOWED', `${method} is not possible here; allowed: ${allow}`, {
    headers: { allow },
  });
}
