import { type FastifyReply, type FastifyRequest } from 'fastify';
import { JSON_TYPE } from '../json-text.js';
import { DOWNLOAD_API, isBelow } from '../routing/request-path.js';
import { type ErrorAnswer } from './error-answer.js';

interface Body {
  text: string;
  headers: Record<string, string>;
}

/** The body of an error answer: JSON, or one line of text below `/v1/download`. */
export function errorBody({ code, message }: ErrorAnswer, target: string): Body {
  if (isBelow(DOWNLOAD_API, target)) {
    return {
      text: message.replaceAll(/\s+/g, ' '),
      headers: { 'content-type': 'text/plain; charset=utf-8', 'x-error-code': code },
    };
  }
  return { text: JSON.stringify({ error: message, code }), headers: { 'content-type': JSON_TYPE } };
}

/** A handler may have described the answer it then failed to give; an error must not carry that description. */
const HEADERS_OF_CONTENT = [
  'content-length',
  'content-encoding',
  'content-disposition',
  'content-range',
  'accept-ranges',
  'cache-control',
  'etag',
  'last-modified',
  'vary',
];

export function sendError(answer: ErrorAnswer, request: FastifyRequest, reply: FastifyReply): void {
  if (reply.sent || reply.raw.headersSent) {
    // Part of another answer is out: only a broken connection tells the client that the rest will not come.
    reply.raw.destroy();
    return;
  }
  const { text, headers } = errorBody(answer, request.raw.url ?? '');
  for (const name of HEADERS_OF_CONTENT) reply.removeHeader(name);
  reply
    .code(answer.status)
    .headers({ ...headers, 'cache-control': 'no-store', ...answer.headers })
    .send(text);
}
