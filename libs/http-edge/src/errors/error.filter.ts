import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { type Logger } from '@pezzottify/observability';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { noteErrorCode } from '../observation/error-codes.js';
import { errorAnswerOf } from './error-answer.js';
import { sendError } from './send-error.js';

/** The one place where an error becomes a status. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const answer = errorAnswerOf(error);
    noteErrorCode(request.raw, answer.code);
    if (answer.code === 'INTERNAL') this.logger.error({ err: error, method: request.method }, 'request failed');
    sendError(answer, request, reply);
  }
}
