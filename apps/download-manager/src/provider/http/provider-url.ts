/** Where the provider is: scheme, host and port, and the path in front of every endpoint. */
export interface ProviderAddress {
  origin: string;
  /** Empty, or begins with `/` and does not end with one. */
  prefix: string;
}

export function parseProviderAddress(url: string): ProviderAddress {
  const { origin, pathname } = new URL(url);
  return { origin, prefix: pathname.replace(/\/+$/, '') };
}

/** An id as one path segment. `.` and `..` are escaped too: a proxy on the way would resolve them as folders. */
export function pathSegment(id: string): string {
  return encodeURIComponent(id.toWellFormed()).replace(/^\.{1,2}$/, (dots) => dots.replaceAll('.', '%2E'));
}

/**
 * The path to ask instead, or null when the target is elsewhere: a redirect must not make this server ask other hosts
 * in the name of a provider's answer.
 */
export function redirectPath(origin: string, path: string, location: string | undefined): string | null {
  const target = location === undefined ? null : URL.parse(location, origin + path);
  return target?.origin === origin ? target.pathname + target.search : null;
}
