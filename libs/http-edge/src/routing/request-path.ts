/** The path of a request target without query and fragment, still encoded. */
export function rawPathOf(target: string): string {
  return target.split(/[?#]/, 1)[0] ?? '';
}

/** The segments of a raw path, each decoded on its own: an encoded slash does not begin a new segment. */
export function segmentsOf(rawPath: string): string[] {
  return rawPath.split('/').slice(1).map(decodeSegment);
}

function decodeSegment(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Is the request below this prefix, however it spells it (`/v1/%64ownload/…`)? */
export function isBelow(prefix: readonly string[], target: string): boolean {
  const segments = segmentsOf(rawPathOf(target));
  return prefix.every((segment, index) => segments[index] === segment);
}

export const API = ['v1'] as const;
export const HEALTH = ['health'] as const;
/** Below here errors are one line of text, because existing clients show the body as it is. */
export const DOWNLOAD_API = ['v1', 'download'] as const;
