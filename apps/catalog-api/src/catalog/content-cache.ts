/**
 * Headers of a successful content read. `private` and `Vary`, because what may be read depends on who asks; an age of 0
 * still allows a client to keep the answer and ask whether it is current.
 */
export function contentCacheHeaders(maxAgeSeconds: number): Record<string, string> {
  return {
    'cache-control': maxAgeSeconds > 0 ? `private, max-age=${maxAgeSeconds}` : 'private, no-cache',
    vary: 'Authorization, Cookie',
  };
}
