import { type DownloadErrorType } from '@pezzottify/contracts';

/** Why a file did not come to lie under the media root: `corruption` blames the file, `storage` this machine. */
export class MediaError extends Error {
  readonly code = 'MEDIA_NOT_STORED';

  constructor(
    readonly errorType: Extract<DownloadErrorType, 'corruption' | 'storage'>,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = 'MediaError';
  }
}

export function corrupt(what: string, cause?: unknown): MediaError {
  return new MediaError('corruption', what, cause);
}

/** Runs a step on the disk; its failure is `storage`. The message carries the system's code and no path. */
export async function onDisk<T>(what: string, step: Promise<T>): Promise<T> {
  try {
    return await step;
  } catch (error) {
    const { code } = error as { code?: unknown };
    throw new MediaError('storage', `${what} failed (${typeof code === 'string' ? code : 'unknown error'})`, error);
  }
}
