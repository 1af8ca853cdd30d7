import { type IncomingMessage } from 'node:http';
import { CodedError, IllFormedTextError, parseJson } from '@pezzottify/contracts';

export const MAX_BODY_BYTES = 2 * 1024 * 1024;
const MAX_DEPTH = 64;

/** RFC 9112, section 6: a request has a body exactly if one of these headers says so. */
export const announcesBody = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Media type 415, size 413, syntax 400, in this order. Never holds more than the limit in memory. */
export async function readJsonBody(request: IncomingMessage): Promise<{ text: string; value: unknown }> {
  requireJson(request.headers);
  const bytes = await readBytes(request, MAX_BODY_BYTES);
  const text = decode(bytes);
  return { text, value: parse(text) };
}

function requireJson(headers: IncomingMessage['headers']): void {
  const [type = ''] = (headers['content-type'] ?? '').split(';', 1);
  if (type.trim().toLowerCase() !== 'application/json') {
    throw unsupported('the body must be sent with Content-Type: application/json');
  }
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'identity') throw unsupported('the body must be sent without Content-Encoding');
}

function unsupported(message: string): CodedError {
  return new CodedError('UNSUPPORTED_MEDIA_TYPE', message);
}

function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return Promise.reject(tooLarge());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let total = 0;
    const onData = (chunk: Buffer) => {
      total += chunk.length;
      if (total <= limit) chunks.push(chunk);
      else refuse(tooLarge());
    };
    const refuse = (error: CodedError) => {
      // The rest flows on unread: a connection cut in the middle of sending would hide the answer from the client.
      request.off('data', onData);
      chunks.length = 0;
      reject(error);
    };
    request.on('data', onData);
    const onBroken = () => {
      refuse(malformed('the body ended too early'));
    };
    request.once('end', () => {
      request.off('close', onBroken);
      resolve(Buffer.concat(chunks));
    });
    request.once('error', onBroken);
    request.once('close', onBroken);
  });
}

function tooLarge(): CodedError {
  return new CodedError('PAYLOAD_TOO_LARGE', 'the body is too large; allowed: 2 MiB');
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw malformed('the body is not valid UTF-8');
  }
}

/** The parser's own message quotes the body, which may be a password; only the position is passed on. */
function parse(text: string): unknown {
  if (isDeeperThan(text, MAX_DEPTH)) throw malformed(`the body is nested deeper than ${MAX_DEPTH} levels`);
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof IllFormedTextError) throw malformed(`the body is not valid text: ${error.message}`);
    const position = /at position (\d+)/.exec(String(error))?.[1];
    throw malformed(`the body is not valid JSON${position ? ` (position ${position})` : ''}`);
  }
}

function malformed(message: string): CodedError {
  return new CodedError('MALFORMED_JSON', message);
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/** Validation walks the value recursively; a stack of a million brackets must not reach it. */
function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charCodeAt(index);
    if (isInString && char === BACKSLASH) index += 1;
    else if (char === QUOTE) isInString = !isInString;
    else if (isInString) continue;
    else if (OPENING.has(char)) depth += 1;
    else if (CLOSING.has(char)) depth -= 1;
    if (depth > limit) return true;
  }
  return false;
}
