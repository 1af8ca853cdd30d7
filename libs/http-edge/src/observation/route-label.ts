/** The route template as a metrics label: `/v1/album/:id` is `/v1/album/{id}`. Never the path itself: it has no bound. */
export function routeLabel(pattern: string | undefined): string {
  if (pattern === undefined) return 'unmatched';
  const known = labels.get(pattern);
  if (known !== undefined) return known;
  const label = pattern.replaceAll(/:(\w+)/g, '{$1}').replace(/\*$/, '{path}');
  labels.set(pattern, label);
  return label;
}

/** As many entries as the service has routes. */
const labels = new Map<string, string>();

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Strangers choose the method; the label comes from a closed list. */
export function methodLabel(method: string): string {
  return METHODS.has(method) ? method : 'other';
}
