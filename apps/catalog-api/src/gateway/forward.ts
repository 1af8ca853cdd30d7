import replyFrom from '@fastify/reply-from';
import { callerKey, sessionRoute, type RateLimiter } from '@pezzottify/access';
import { CodedError, type ErrorCode } from '@pezzottify/contracts';
import { type PermissionName } from '@pezzottify/permissions';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { type ForwardedRoute } from './forwarded-routes.js';

export interface ForwardOptions {
  upstream: string;
  routes: readonly ForwardedRoute[];
  limiter: RateLimiter;
  /** What the client is told when the service cannot be reached. */
  unavailable: { code: ErrorCode; message: string };
  /** The service is switched off: nothing is forwarded, and this is the answer. */
  disabled?: { code: ErrorCode; message: string } | undefined;
}

/** The longest answers are those of a search, for which the downloader has ten seconds. */
const TIMEOUT_MS = 20_000;

/**
 * Forwards routes of another service with method, query, body, status and headers unchanged. The permission is judged
 * there, and here only by what the session holds: asking twice would use up two units of a countdown.
 */
export async function forward(fastify: FastifyInstance, options: ForwardOptions): Promise<void> {
  const routes = async (scope: FastifyInstance): Promise<void> => {
    await scope.register(replyFrom, {
      base: options.upstream,
      http: { requestOptions: { timeout: TIMEOUT_MS } },
      disableRequestLogging: true,
    });
    // The bytes are passed on as they come; this service has no business in them.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    for (const route of options.routes) addRoute(scope, route, options);
  };
  await fastify.register(called(`forward to ${options.upstream}`, routes));
}

/** Fastify looks for the name of a plugin among all modules of the process unless it is given one. */
function called<Plugin extends object>(name: string, plugin: Plugin): Plugin {
  return Object.assign(plugin, { [Symbol.for('fastify.display-name')]: name });
}

function addRoute(
  scope: FastifyInstance,
  route: ForwardedRoute,
  { limiter, unavailable, disabled }: ForwardOptions,
): void {
  scope.route({
    method: route.method,
    url: route.path,
    config: sessionRoute(),
    onRequest: (request, _reply, done) => {
      requirePermission(request, route.anyOf);
      takeFromBucket(request, route, limiter);
      if (disabled) throw new CodedError(disabled.code, disabled.message);
      done();
    },
    handler: (request, reply) => {
      const [path, query] = split(request.raw.url ?? '');
      return reply.from(path, {
        // Not as part of the target, which is decoded as a whole and refused where that fails or finds "../".
        queryString: () => query,
        // Called outside of any handler: a throw here would end the process.
        onError: (failed) => void failed.send(new CodedError(unavailable.code, unavailable.message)),
        // Every repetition of a 503 would be judged again there and use up another unit of a countdown.
        retryDelay: () => null,
      });
    },
  });
}

function split(target: string): [path: string, query: string] {
  const at = target.indexOf('?');
  return at === -1 ? [target, ''] : [target.slice(0, at), target.slice(at + 1)];
}

function requirePermission({ session }: FastifyRequest, anyOf: readonly PermissionName[]): void {
  const isHeld = anyOf.some((permission) => session?.permissions.includes(permission));
  if (!isHeld) throw new CodedError('FORBIDDEN', `this needs the permission ${anyOf.join(' or ')}`);
}

function takeFromBucket({ session, ip }: FastifyRequest, { bucket }: ForwardedRoute, limiter: RateLimiter): void {
  if (!bucket) return;
  const verdict = limiter.take(bucket, callerKey(session?.user_id, ip));
  if (verdict.allowed) return;
  const { retryAfterSeconds } = verdict;
  throw new CodedError('RATE_LIMITED', 'too many requests; wait before asking again', { retryAfterSeconds });
}
