const COMPONENT = /^#\/components\/schemas\/(.+)$/;

/** A description of an API with every reference to one of its schemas replaced by that; they do not go round in circles. */
export function resolveReferences<T>(document: T): T {
  const schemas = (document as { components?: { schemas?: Record<string, unknown> } }).components?.schemas ?? {};
  const resolved = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(resolved);
    if (typeof part !== 'object' || part === null) return part;
    const [, name] = COMPONENT.exec(String((part as { $ref?: unknown }).$ref)) ?? [];
    if (name !== undefined) return resolved(schemas[name]);
    return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, resolved(value)]));
  };
  return resolved(document) as T;
}
