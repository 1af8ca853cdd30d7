import { HttpException } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { CodedError } from '@pezzottify/contracts';
import { errorAnswerOf } from './error-answer.js';
import { errorBody } from './send-error.js';

describe('errorAnswerOf', () => {
  it('gives a refusal its status, headers and wait', () => {
    const error = new CodedError('DAILY_LIMIT_REACHED', 'no more today', {
      retryAfterSeconds: 3.1,
      headers: { a: 'b' },
    });
    expect(errorAnswerOf(error)).toEqual({
      status: 429,
      code: 'DAILY_LIMIT_REACHED',
      message: 'no more today',
      headers: { a: 'b', 'retry-after': '4' },
    });
  });

  it.each([
    [0, '1'],
    [0.2, '1'],
    [2, '2'],
    [2.001, '3'],
  ])('names both headers of a rate limit: %d s is %s', (retryAfterSeconds, seconds) => {
    const { headers } = errorAnswerOf(new CodedError('RATE_LIMITED', 'x', { retryAfterSeconds }));
    expect(headers).toEqual({ 'retry-after': seconds, 'x-ratelimit-after': seconds });
  });

  it.each([
    ['an error', new Error('SELECT 1 FROM /secret')],
    ['a thrown text', 'SELECT 1'],
    ['nothing', undefined],
    ['a plugin that failed', Object.assign(new Error('/secret'), { statusCode: 503 })],
    ['an odd status', Object.assign(new Error('/secret'), { statusCode: 'x' })],
  ])('tells nothing about %s', (_what, error) => {
    expect(errorAnswerOf(error)).toEqual({
      status: 500,
      code: 'INTERNAL',
      message: 'an internal error occurred',
      headers: {},
    });
  });

  it.each([
    [404, 'ROUTE_NOT_FOUND', 404],
    [413, 'PAYLOAD_TOO_LARGE', 413],
    [415, 'UNSUPPORTED_MEDIA_TYPE', 415],
    [400, 'INVALID_PARAMETER', 400],
    [431, 'INVALID_PARAMETER', 400],
  ])('translates status %i of a framework into %s', (status, code, answered) => {
    const errors = [new HttpException('/secret', status), Object.assign(new Error('/secret'), { statusCode: status })];
    for (const error of errors) {
      const answer = errorAnswerOf(error);
      expect([answer.code, answer.status]).toEqual([code, answered]);
      expect(answer.message).not.toContain('secret');
    }
  });
});

describe('errorBody', () => {
  const answer = errorAnswerOf(new CodedError('NOT_FOUND', 'two\n lines "x"'));

  it('is JSON', () => {
    expect(errorBody(answer, '/v1/content/x')).toEqual({
      text: String.raw`{"error":"two\n lines \"x\"","code":"NOT_FOUND"}`,
      headers: { 'content-type': 'application/json; charset=utf-8' },
    });
  });

  it.each(['/v1/download/request/7', '/v1/%64ownload/x?y'])('is one line of text below %s', (target) => {
    expect(errorBody(answer, target)).toEqual({
      text: 'two lines "x"',
      headers: { 'content-type': 'text/plain; charset=utf-8', 'x-error-code': 'NOT_FOUND' },
    });
  });
});
