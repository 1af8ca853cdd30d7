import { traceparentOrNew, runWithTrace } from '@pezzottify/observability';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type AnsweredListener } from './answered-request.js';
import { errorCodeOf } from './error-codes.js';
import { type RequestLog } from './request-log.js';
import { countReceived, sentBytesOf } from '../server/body-bytes.js';
import { isUpgrade } from '../server/upgrades.js';
import { methodLabel, routeLabel } from './route-label.js';

/** nginx's number for "the client went away before there was an answer". */
const CLIENT_GONE = 499;
const SWITCHED = 101;

/** Follows each request from its first byte to the end of its connection's interest in it. */
export class RequestObserver {
  constructor(
    private readonly log: RequestLog,
    private readonly tell: AnsweredListener,
  ) {}

  /** `close` and not Fastify's onResponse: that one is silent when a player goes away in the middle of a stream. */
  begun(request: FastifyRequest, reply: FastifyReply): void {
    const startedAt = performance.now();
    const receivedBytes = countReceived(request.raw);
    this.log.begun(request);
    reply.raw.once('close', () => {
      const milliseconds = performance.now() - startedAt;
      const status = statusOf(request, reply);
      this.log.ended(request, reply, {
        status,
        milliseconds,
        isAborted: !reply.raw.writableFinished && status !== SWITCHED,
      });
      this.tellOf(request, reply, { status, milliseconds, requestBytes: receivedBytes() });
    });
  }

  private tellOf(
    request: FastifyRequest,
    reply: FastifyReply,
    { status, milliseconds, requestBytes }: { status: number; milliseconds: number; requestBytes: number },
  ): void {
    const answered = {
      method: methodLabel(request.method),
      path: routeLabel(request.is404 ? undefined : request.routeOptions.url),
      status,
      seconds: milliseconds / 1000,
      code: errorCodeOf(request.raw) ?? upstreamCodeOf(reply),
      requestBytes,
      responseBytes: sentBytesOf(reply.raw),
    };
    this.tell(answered, request);
  }
}

/** An upgraded connection left HTTP without an answer of ours. */
function statusOf({ raw }: FastifyRequest, reply: FastifyReply): number {
  if (reply.raw.headersSent) return reply.raw.statusCode;
  return reply.sent && isUpgrade(raw) ? SWITCHED : CLIENT_GONE;
}

/** A forwarded answer was refused by the service behind; it says why only below `/v1/download`. */
function upstreamCodeOf(reply: FastifyReply): string | undefined {
  const code = reply.raw.getHeader('x-error-code');
  return typeof code === 'string' ? code : undefined;
}

/** Must be the first hook, so that nothing is answered unseen. */
export function observeRequests(fastify: FastifyInstance, observer: RequestObserver, log: RequestLog): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const traceparent = traceparentOrNew(request.raw.headers.traceparent);
    // Also for whoever forwards this request: a proxy sends the raw headers on.
    request.raw.headers.traceparent = traceparent;
    runWithTrace(traceparent, () => {
      observer.begun(request, reply);
      done();
    });
  });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    log.answerBody(request, reply, payload);
    done();
  });
}
