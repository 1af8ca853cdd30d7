import { STATUS_CODES } from 'node:http';
import { type Logger } from '@pezzottify/observability';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { ApiError } from './api.errors.js';

function apiErrorOf(error: unknown, request: FastifyRequest, logger: Logger): ApiError {
  if (error instanceof ApiError) return error;
  const { statusCode = 500, message } = error as { statusCode?: number; message: string };
  // The router's word for an id longer than any that exists.
  if (statusCode === 414) return new ApiError('NOT_FOUND', 'There is nothing of that name in this library');
  if (statusCode >= 400 && statusCode < 500) return new ApiError('BAD_REQUEST', message);
  logger.error({ err: error, method: request.method, url: request.url }, 'A request failed');
  return new ApiError('INTERNAL', 'Something went wrong here; the log knows more');
}

/** The one place where an error becomes a status and a body. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply, logger: Logger): void {
  const { status, code, message, headers } = apiErrorOf(error, request, logger);
  // A failure while a file was about to be sent leaves that file's headers behind.
  for (const name of ['content-length', 'content-range', 'content-type', 'etag', 'last-modified'])
    reply.removeHeader(name);
  void reply
    .code(status)
    .headers({ ...headers, 'cache-control': 'no-store' })
    .send({ error: STATUS_CODES[status] ?? 'Error', code, message });
}

function refuseUnknown(request: FastifyRequest): never {
  if (request.method === 'GET' || request.method === 'HEAD') {
    throw new ApiError('NOT_FOUND', 'There is no such address here');
  }
  throw new ApiError('METHOD_NOT_ALLOWED', 'This service is for reading only', { allow: 'GET, HEAD' });
}

export function answerErrors(fastify: FastifyInstance, logger: Logger): void {
  fastify.setErrorHandler((error, request, reply) => answerError(error, request, reply, logger));
  fastify.setNotFoundHandler(refuseUnknown);
}
