/** HTTP contract, section 6.3. */
export const ENDPOINT_CATEGORIES = ['stream', 'image', 'catalog', 'search', 'auth', 'user', 'admin', 'other'] as const;
export type EndpointCategory = (typeof ENDPOINT_CATEGORIES)[number];

/** The first that fits counts. */
const BY_PREFIX: readonly [prefix: string, category: EndpointCategory][] = [
  ['/v1/content/stream/', 'stream'],
  ['/v1/content/image/', 'image'],
  ['/v1/content/search', 'search'],
  ['/v1/content/', 'catalog'],
  ['/v1/auth/', 'auth'],
  ['/v1/user/', 'user'],
  ['/v1/admin/', 'admin'],
];

/** `path` is a route template. */
export const endpointCategoryOf = (path: string): EndpointCategory =>
  BY_PREFIX.find(([prefix]) => path.startsWith(prefix))?.[1] ?? 'other';
