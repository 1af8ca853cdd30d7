import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type Config } from '@pezzottify/config';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { sendError } from '../errors/send-error.js';
import { MeteredResponse } from './body-bytes.js';
import { secureContextOf } from './certificate.js';
import { addSecurityHeaders } from './response-headers.js';
import { answerOfRouterError, refuseUnreadable } from '../errors/unreadable-request.js';
import { WebSocketPaths } from './upgrades.js';

export interface ServerTimeouts {
  /** For request line and headers. */
  headersMs: number;
  /** For the whole request, body included; bodies are at most 2 MiB. */
  requestMs: number;
  /** Without a byte in either direction. Long: a paused player reads nothing. */
  idleMs: number;
  keepAliveMs: number;
  /** For running requests when the service stops. */
  closeMs: number;
}

export const DEFAULT_TIMEOUTS: ServerTimeouts = {
  headersMs: 15_000,
  requestMs: 60_000,
  idleMs: 600_000,
  keepAliveMs: 72_000,
  closeMs: 10_000,
};

/** A request line may name the whole URL, as it does to proxies: RFC 9112 section 3.2.2. */
const AUTHORITY = /^https?:\/\/[^/?#]*(?=\/)/i;
/** Far above the 256 characters of an id, each up to 12 characters when encoded: a longer id is unknown, not unreadable. */
const MAX_PARAMETER_LENGTH = 16 * 1024;

export interface ServerOptions {
  config: Pick<Config, 'trustedProxies' | 'ssl'>;
  timeouts: ServerTimeouts;
  /** Sees requests that no hook sees. */
  onUnrouted: (request: FastifyRequest, reply: FastifyReply) => void;
}

export function createServer({ config, timeouts, onUnrouted }: ServerOptions): FastifyInstance {
  const options = {
    logger: false,
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    return503OnClosing: false,
    requestTimeout: timeouts.requestMs,
    connectionTimeout: timeouts.idleMs,
    keepAliveTimeout: timeouts.keepAliveMs,
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    rewriteUrl: ({ url = '' }: IncomingMessage) => url.replace(AUTHORITY, ''),
    clientErrorHandler: refuseUnreadable,
    frameworkErrors: (
      error: Parameters<typeof answerOfRouterError>[0],
      request: FastifyRequest,
      reply: FastifyReply,
    ) => {
      addSecurityHeaders(reply);
      onUnrouted(request, reply);
      sendError(answerOfRouterError(error), request, reply);
    },
  };
  const webSockets = new WebSocketPaths();
  const node = { ...nodeOptions(timeouts), shouldUpgradeCallback: webSockets.isAskedFor };
  const server = config.ssl
    ? fastify({
        ...options,
        https: { ...node, ...secureContextOf(config.ssl), handshakeTimeout: timeouts.headersMs },
      })
    : fastify({ ...options, http: node });
  webSockets.learnFrom(server);
  return server;
}

function nodeOptions({ headersMs, requestMs }: ServerTimeouts) {
  return {
    // Typed as Node's own, as Fastify wants it: only the observation of requests asks for the counts.
    ServerResponse: MeteredResponse as typeof ServerResponse,
    headersTimeout: headersMs,
    // Checked by a hook, which answers in the usual shape; Node's own refusal has no body.
    requireHostHeader: false,
    requestTimeout: requestMs,
    // Node looks for late clients at this interval; its default of 30 s would let them stay twice as long.
    connectionsCheckingInterval: Math.min(5_000, headersMs),
  };
}
