import { type Config } from '@pezzottify/config';
import { type Logger, redact, redactHeaders, redactUrl, redactValue } from '@pezzottify/observability';
import { type FastifyReply, type FastifyRequest } from 'fastify';

export type RequestLogLevel = Config['loggingLevel'];

const MAX_LOGGED_BODY = 1024;

export interface RequestEnd {
  readonly status: number;
  readonly milliseconds: number;
  /** The client went away before all of the answer was sent. */
  readonly isAborted: boolean;
}

/** What is written about each request, by `logging_level`. Secrets are replaced at every level. */
export class RequestLog {
  constructor(
    private readonly logger: Logger,
    private readonly config: Pick<Config, 'loggingLevel'>,
  ) {}

  /** As it is now: it changes while the service runs. */
  get level(): RequestLogLevel {
    return this.config.loggingLevel;
  }

  begun(request: FastifyRequest): void {
    if (this.level === 'none') return;
    this.logger.info({ ...lineOf(request), ...this.headers(request.raw.headers) }, 'request');
  }

  requestBody(request: FastifyRequest, type: string | undefined, text: string, bytes: number): void {
    if (this.level !== 'body') return;
    this.logger.info({ ...lineOf(request), body: bodyForLog(type, text, bytes) }, 'request body');
  }

  answerBody(request: FastifyRequest, reply: FastifyReply, payload: unknown): void {
    if (this.level !== 'body') return;
    this.logger.info({ ...lineOf(request), body: answerForLog(reply, payload) }, 'answer body');
  }

  ended(request: FastifyRequest, reply: FastifyReply, { status, milliseconds, isAborted }: RequestEnd): void {
    if (this.level === 'none') return;
    const outcome = { status, duration_ms: Math.round(milliseconds * 10) / 10 };
    const aborted = isAborted ? { aborted: true } : {};
    this.logger.info(
      { ...lineOf(request), ...outcome, ...aborted, ...this.headers(reply.raw.getHeaders()) },
      'answered',
    );
  }

  private headers(headers: Readonly<Record<string, string | number | readonly string[] | undefined>>): object {
    return this.level === 'path' ? {} : { headers: redactHeaders(headers) };
  }
}

function lineOf({ method, raw }: FastifyRequest) {
  return { method, path: redactUrl(raw.url ?? '') };
}

function answerForLog(reply: FastifyReply, payload: unknown): string {
  if (payload === null || payload === undefined) return '';
  const type = String(reply.getHeader('content-type') ?? '');
  if (typeof payload === 'string') return bodyForLog(type, payload, Buffer.byteLength(payload));
  if (Buffer.isBuffer(payload)) return bodyForLog(type, payload.toString(), payload.byteLength);
  return '[streamed, size unknown]';
}

/** Text and JSON below 1 KiB; everything else is only noted. */
export function bodyForLog(type: string | undefined, text: string, bytes: number): string {
  if (bytes >= MAX_LOGGED_BODY) return `[${bytes} bytes]`;
  if (isJson(type)) return redactedJson(text);
  return type?.startsWith('text/') ? redact(text) : `[${bytes} bytes]`;
}

function isJson(type: string | undefined): boolean {
  return type !== undefined && /^application\/(?:[\w.-]+\+)?json\b/i.test(type);
}

/** By key where it can be read as JSON; a body that cannot may hold a password all the same. */
function redactedJson(text: string): string {
  try {
    return JSON.stringify(redactValue(JSON.parse(text)));
  } catch {
    return redact(text);
  }
}
