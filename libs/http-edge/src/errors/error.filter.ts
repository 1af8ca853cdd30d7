import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { type Logger } from '@pezzottify/observability';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { noteErrorCode } from '../observation/error-codes.js';
import { type ErrorAnswer, errorAnswerOf } from './error-answer.js';
import { sendError } from './send-error.js';

/** What a failure that no refusal accounts for really is, where the service can tell; or the failure itself. */
export type Explain = (failure: unknown, request: FastifyRequest) => unknown;

/** The one place where an error becomes a status. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly explain: Explain = (failure) => failure,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const answer = errorAnswerOf(error);
    if (answer.code !== 'INTERNAL') this.send(error, answer, request, reply);
    else void this.answerFailure(error, request, reply);
  }

  private async answerFailure(failure: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    let error = failure;
    try {
      error = await this.explain(failure, request);
    } catch (trouble) {
      this.logger.warn({ err: trouble }, 'a failure could not be looked into');
    }
    this.send(error, errorAnswerOf(error), request, reply);
  }

  private send(error: unknown, answer: ErrorAnswer, request: FastifyRequest, reply: FastifyReply): void {
    noteErrorCode(request.raw, answer.code);
    if (answer.code === 'INTERNAL') this.logger.error({ err: error, method: request.method }, 'request failed');
    sendError(answer, request, reply);
  }
}
