import { HttpException } from '@nestjs/common';
import { CodedError, ERROR_STATUS, type ErrorCode } from '@pezzottify/contracts';
import { routeNotFound } from '../routing/route-checks.js';

export interface ErrorAnswer {
  status: number;
  code: ErrorCode;
  message: string;
  headers: Readonly<Record<string, string>>;
}

/** What a client is told about an error. Anything that is not an expected refusal is a 500 without details. */
export function errorAnswerOf(error: unknown): ErrorAnswer {
  const refusal = refusalOf(error);
  return {
    status: ERROR_STATUS[refusal.code],
    code: refusal.code,
    message: refusal.message,
    headers: { ...refusal.headers, ...retryHeaders(refusal) },
  };
}

/** Clients of the rate limits know `x-ratelimit-after`, everyone else `retry-after`; both are whole seconds. */
function retryHeaders({ code, retryAfterSeconds }: CodedError): Record<string, string> {
  if (retryAfterSeconds === undefined) return {};
  const seconds = String(Math.max(1, Math.ceil(retryAfterSeconds)));
  return { 'retry-after': seconds, ...(code === 'RATE_LIMITED' ? { 'x-ratelimit-after': seconds } : {}) };
}

function refusalOf(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  return refusalOfStatus(statusOf(error)) ?? new CodedError('INTERNAL', 'an internal error occurred');
}

/** Errors of Fastify, its plugins and Nest carry a status; their texts name internals and are replaced. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' ? status : 500;
}

function refusalOfStatus(status: number): CodedError | undefined {
  if (status === 404) return routeNotFound();
  if (status === 412)
    return new CodedError('PRECONDITION_FAILED', 'the file is not the one the conditions of the request name');
  if (status === 416) return new CodedError('RANGE_NOT_SATISFIABLE', 'the range lies outside the file');
  if (status === 413) return new CodedError('PAYLOAD_TOO_LARGE', 'the request is too large');
  if (status === 415) return new CodedError('UNSUPPORTED_MEDIA_TYPE', 'the media type is not supported');
  if (status >= 400 && status < 500) {
    return new CodedError('INVALID_PARAMETER', 'the request cannot be read; check path, query and headers');
  }
  return undefined;
}
