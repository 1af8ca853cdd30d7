import { type DownloadErrorType, type DownloadProgress } from '@pezzottify/contracts';

export type AlbumVerdict =
  | { readonly kind: 'goes_on' }
  | { readonly kind: 'completed' }
  | { readonly kind: 'failed'; readonly errorType: DownloadErrorType; readonly message: string };

/**
 * The rule for parents (PROVIDER.md 6.3): an album goes on while a child is active; then one failed child fails it; else,
 * also without any child, it is complete. `latestErrorType` is null while no child has failed.
 */
export function albumVerdict(progress: DownloadProgress, latestErrorType: DownloadErrorType | null): AlbumVerdict {
  const { pending, in_progress, failed, total_children } = progress;
  if (pending + in_progress > 0) return { kind: 'goes_on' };
  if (latestErrorType === null) return { kind: 'completed' };
  return { kind: 'failed', errorType: latestErrorType, message: `${failed} of ${total_children} items failed` };
}
