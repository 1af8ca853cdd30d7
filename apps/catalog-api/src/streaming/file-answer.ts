import { type FastifyReply, type FastifyRequest } from 'fastify';
import { CodedError } from '@pezzottify/contracts';
import { byteRangeOf, type ByteRange } from './byte-range.js';
import { type OpenFile } from './open-file.js';
import { isRangeCurrent, judgePreconditions, toHttpDate } from './preconditions.js';
import { sendFile } from './send-file.js';

export interface FileAnswerOptions {
  /** Sent with 200, 206 and 304. */
  cacheHeaders: Readonly<Record<string, string>>;
  contentType: string;
  acceptsRanges: boolean;
}

interface Plan {
  status: 200 | 206 | 304;
  headers: Record<string, string | number>;
  /** Undefined: the answer has no body. */
  range: ByteRange | undefined;
}

/**
 * Answers GET or HEAD with a file by RFC 9110, sections 13.2.2 (conditions) and 14 (ranges), past Fastify's reply:
 * nothing between the file and the socket looks at the bytes. Throws CodedError for 412 and 416, with nothing sent yet.
 */
export async function answerWithFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: OpenFile,
  options: FileAnswerOptions,
): Promise<void> {
  const { status, headers, range } = planFileAnswer(request, file, options);
  reply.hijack();
  reply.raw.writeHead(status, headers);
  if (range) await sendFile(reply.raw, file, range);
  else reply.raw.end();
}

export function planFileAnswer(
  { method, headers }: Pick<FastifyRequest, 'method'> & { headers: FastifyRequest['headers'] },
  file: OpenFile,
  options: FileAnswerOptions,
): Plan {
  const validators = { etag: file.etag, 'last-modified': toHttpDate(file.modifiedAt), ...options.cacheHeaders };
  const verdict = judgePreconditions(headers, file);
  if (verdict === 'precondition_failed') throw preconditionFailed();
  if (verdict === 'not_modified') return { status: 304, headers: validators, range: undefined };
  const wantsRange = options.acceptsRanges && method === 'GET' && isRangeCurrent(headers, file);
  const range = satisfiable(byteRangeOf(wantsRange ? headers.range : undefined, file.size), file.size);
  return {
    status: range.isPart ? 206 : 200,
    headers: { ...validators, ...contentHeaders(range, file.size, options) },
    range: method === 'HEAD' ? undefined : range,
  };
}

function contentHeaders(
  { start, end, isPart }: ByteRange,
  size: number,
  { contentType, acceptsRanges }: FileAnswerOptions,
): Record<string, string | number> {
  return {
    'content-type': contentType,
    'content-length': end - start + 1,
    ...(acceptsRanges && { 'accept-ranges': 'bytes' }),
    ...(isPart && { 'content-range': `bytes ${start}-${end}/${size}` }),
  };
}

function satisfiable(range: ByteRange | 'unsatisfiable', size: number): ByteRange {
  if (range !== 'unsatisfiable') return range;
  throw new CodedError('RANGE_NOT_SATISFIABLE', `the range lies outside the file; allowed: bytes 0 to ${size - 1}`, {
    headers: { 'content-range': `bytes */${size}` },
  });
}

const preconditionFailed = (): CodedError =>
  new CodedError('PRECONDITION_FAILED', 'the file is not the one the conditions of the request name');
