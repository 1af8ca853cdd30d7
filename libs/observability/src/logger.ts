import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import { redact, redactValue } from './redaction.js';
import { currentTraceparent } from './trace-context.js';

export { type Logger } from 'pino';

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LoggerOptions {
  /** Name of the program; stands in every line. */
  service: string;
  /** Default: environment variable LOG_LEVEL, else `info`. */
  level?: LogLevel;
  /** Default: standard output. */
  destination?: DestinationStream;
}

/**
 * JSON lines. Whatever is logged, as object, error, message or child binding, passes the redaction: a careless
 * `logger.info({ headers })` must not put a session into a log file.
 */
export function createLogger({ service, level = levelOf(process.env.LOG_LEVEL), destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: { service },
    timestamp: stdTimeFunctions.isoTime,
    mixin: traceOfLine,
    formatters: { level: (label: string) => ({ level: label }), log: redactObject },
    // Errors are plain by then; pino's own serializer would take them apart a second time.
    serializers: { err: (plain: unknown) => plain },
    hooks: { logMethod: logRedacted },
  };
  return withSafeChildren(pino(options, destination ?? outputTo(1)));
}

/** Pino's formatter for bindings does not reach the bindings of children; children inherit this method. */
function withSafeChildren(logger: Logger): Logger {
  const child = Reflect.get(logger, 'child') as unknown as (this: Logger, fields: object, options?: object) => Logger;
  return Object.assign(logger, {
    child(this: Logger, bindings: Record<string, unknown>, options?: object) {
      return child.call(this, redactObject(bindings), options);
    },
  });
}

const MAX_KEPT_BYTES = 1024 * 1024;

/**
 * Synchronous: otherwise the last lines before an exit, which say why, come out of order, twice or not at all. A full disk
 * costs lines, not the service: so many wait for room, the others are dropped.
 */
export function outputTo(dest: number | string): DestinationStream {
  const stream = pino.destination({ dest, sync: true, maxLength: MAX_KEPT_BYTES });
  stream.on('error', () => undefined);
  return stream;
}

function levelOf(word: string | undefined): LogLevel {
  return LOG_LEVELS.find((level) => level === word?.toLowerCase()) ?? 'info';
}

function redactObject(fields: Record<string, unknown>): Record<string, unknown> {
  return redactValue(fields) as Record<string, unknown>;
}

function traceOfLine(): object {
  const traceId = currentTraceparent()?.split('-')[1];
  return traceId ? { trace_id: traceId } : {};
}

/**
 * Messages and their %s arguments are no part of the fields that `formatters.log` sees, nor is the message pino takes
 * from an error that is logged without one.
 */
function logRedacted(this: Logger, args: unknown[], method: (...args: never[]) => void): void {
  const [first, message = errorIn(first)?.message, ...rest] = args;
  const fields = first instanceof Error ? { err: first } : first;
  const safe = [fields, message, ...rest].map((arg) => (typeof arg === 'string' ? redact(arg) : arg));
  Reflect.apply(method, this, safe);
}

function errorIn(first: unknown): Error | undefined {
  if (first instanceof Error) return first;
  const err = typeof first === 'object' && first !== null && 'err' in first ? first.err : undefined;
  return err instanceof Error ? err : undefined;
}
