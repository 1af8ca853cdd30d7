import { type DownloadErrorType } from '@pezzottify/contracts';

export interface ProviderFailure {
  errorType: DownloadErrorType;
  message: string;
  /** From `Retry-After`: neither capped nor raised to a minimum. */
  retryAfterSeconds?: number | undefined;
  cause?: unknown;
}

/** Why the provider did not deliver: one of the closed error types, and how long it asked us to wait. */
export class ProviderError extends Error {
  readonly code = 'PROVIDER_FAILED';
  readonly errorType: DownloadErrorType;
  readonly retryAfterSeconds: number | undefined;

  constructor(failure: ProviderFailure) {
    super(failure.message, { cause: failure.cause });
    this.name = 'ProviderError';
    this.errorType = failure.errorType;
    this.retryAfterSeconds = failure.retryAfterSeconds;
  }

  /** Nothing is wrong with what was asked for: wait, without using an attempt. */
  get isWait(): boolean {
    return this.errorType === 'rate_limited';
  }
}
