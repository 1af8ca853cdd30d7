const STATUS = {
  BAD_REQUEST: 400,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  RANGE_NOT_SATISFIABLE: 416,
  TOO_MANY_REQUESTS: 429,
  INTERNAL: 500,
  SERVICE_UNAVAILABLE: 503,
} as const;

export type ApiErrorCode = keyof typeof STATUS;

/** A refusal as the downloader API words it (section 4). The message is for people and names no path of this machine. */
export class ApiError extends Error {
  readonly status: number;

  constructor(
    readonly code: ApiErrorCode,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'ApiError';
    this.status = STATUS[code];
  }
}

const SHOWN_ID_LENGTH = 64;

export const unknownEntity = (what: string, id: string): ApiError =>
  new ApiError('NOT_FOUND', `There is no ${what} ${JSON.stringify(id.slice(0, SHOWN_ID_LENGTH))} in this library`);
