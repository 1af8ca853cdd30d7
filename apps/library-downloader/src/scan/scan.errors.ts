import { type Skip, type SkipReason } from './known-file.js';

/** A file that cannot be served, with the reason its owner will read. */
export class FileSkippedError extends Error {
  constructor(
    readonly reason: SkipReason,
    message: string,
    readonly isRetryable = false,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'FileSkippedError';
  }

  get skip(): Skip {
    return { reason: this.reason, message: this.message };
  }
}

/** The library folder itself is away. What is known of it stays known: a disk that is not mounted has lost nothing. */
export class LibraryUnavailableError extends Error {
  readonly code = 'LIBRARY_UNAVAILABLE';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LibraryUnavailableError';
  }
}
