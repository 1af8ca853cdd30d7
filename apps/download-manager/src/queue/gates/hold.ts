/** Why nothing of a kind can be claimed at the moment, and until when at least (unix seconds; null = unknown). */
export interface Hold {
  readonly reason: 'paused' | 'free_space' | 'provider_cooling_down' | 'bandwidth_limit' | 'album_limit' | 'no_worker';
  readonly until: number | null;
}

/**
 * Of several causes the one that ends last: with any other removed, nothing could run yet. One whose end nobody knows is
 * taken to end after all others; of equals the first.
 */
export function lastToEnd<Cause extends { readonly until: number | null }>(
  causes: readonly (Cause | null)[],
): Cause | null {
  const end = (cause: Cause): number => cause.until ?? Infinity;
  return causes.reduce((last, cause) => (cause && (!last || end(cause) > end(last)) ? cause : last), null);
}
