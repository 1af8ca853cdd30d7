import { type ErrorCode } from './error-codes.js';

export interface CodedErrorOptions {
  /** Whole seconds after which asking again can succeed; becomes `Retry-After`. */
  retryAfterSeconds?: number;
  /** Response headers that belong to this refusal, for example `Allow` or `Content-Range`. */
  headers?: Readonly<Record<string, string>>;
  cause?: unknown;
}

/**
 * An expected refusal with a stable code. The core throws it (or a subclass); the HTTP edge turns the code into a
 * status once. The message is shown to people: it says what was wrong and what is allowed, never a token, path or SQL.
 */
export class CodedError extends Error {
  readonly retryAfterSeconds: number | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: CodedErrorOptions = {},
  ) {
    super(message, { cause: options.cause });
    this.name = new.target.name;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.headers = options.headers ?? {};
  }
}
