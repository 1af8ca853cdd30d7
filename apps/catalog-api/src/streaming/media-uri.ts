/**
 * What is wrong with a path below the media root, in words for people; undefined when nothing is. Relative, with
 * forward slashes only and no way up: such a path stays below the root unless a link leads out of it.
 */
export function mediaUriProblem(uri: string): string | undefined {
  if (uri.trim() === '') return 'is blank';
  if (uri.includes('\0')) return 'contains NUL';
  if (uri.includes('\\')) return 'contains a backslash';
  if (uri.startsWith('/')) return 'is not relative';
  if (uri.split('/').includes('..')) return 'contains the segment ".."';
  return undefined;
}
