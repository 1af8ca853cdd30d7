import { type DownloadErrorType, type DownloadProgress } from '@pezzottify/contracts';

export type AlbumVerdict =
  | { readonly status: 'COMPLETED' }
  | { readonly status: 'FAILED'; readonly errorType: DownloadErrorType; readonly message: string };

/** The rule for parents (PROVIDER.md 6.3): an album goes on while a child is active. */
export const hasActiveChildren = ({ pending, in_progress }: DownloadProgress): boolean => pending + in_progress > 0;

/** Then one failed child fails it; else, also without any child, it is complete. `latestErrorType` is null if none failed. */
export function albumVerdict(progress: DownloadProgress, latestErrorType: DownloadErrorType | null): AlbumVerdict {
  if (latestErrorType === null) return { status: 'COMPLETED' };
  const message = `${progress.failed} of ${progress.total_children} items failed`;
  return { status: 'FAILED', errorType: latestErrorType, message };
}
