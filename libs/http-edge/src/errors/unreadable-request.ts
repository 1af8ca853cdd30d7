import { type Socket } from 'node:net';
import { type ServerResponse } from 'node:http';
import { type ConnectionError, type FastifyError } from 'fastify';
import { type ErrorAnswer } from './error-answer.js';
import { JSON_TYPE } from '../json-text.js';

/** A target the router cannot decode never reaches a hook; it gets the same answer as any other unusable parameter. */
export function answerOfRouterError(error: FastifyError): ErrorAnswer {
  const isBadUrl = error.code === 'FST_ERR_BAD_URL' || error.code === 'FST_ERR_MAX_PARAM_LENGTH';
  if (!isBadUrl) return { status: 500, code: 'INTERNAL', message: 'an internal error occurred', headers: {} };
  const message = 'the path is not valid percent-encoded UTF-8, or a part of it is too long';
  return { status: 400, code: 'INVALID_PARAMETER', message, headers: {} };
}

const STATUS_LINES: Readonly<Record<string, [string, string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'the request headers are too large; allowed: 16 KiB'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'the request did not arrive in time'],
};
const BAD_REQUEST: [string, string] = ['400 Bad Request', 'this is not a valid HTTP request'];

/** Answers what Node's parser refuses, on the bare socket: there is no request object yet. */
export function refuseUnreadable(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable || hasBegunAnswer(socket)) {
    socket.destroy();
    return;
  }
  const [status, message] = STATUS_LINES[error.code] ?? BAD_REQUEST;
  const body = JSON.stringify({ error: message, code: 'INVALID_PARAMETER' });
  const headers = [`content-type: ${JSON_TYPE}`, `content-length: ${String(body.length)}`, 'cache-control: no-store'];
  socket.end(`HTTP/1.1 ${[status, ...headers, 'connection: close', '', body].join('\r\n')}`);
}

/** A second answer written into the first would be read as a part of it. */
function hasBegunAnswer(socket: Socket & { _httpMessage?: ServerResponse | null }): boolean {
  return socket._httpMessage?.headersSent ?? false;
}
