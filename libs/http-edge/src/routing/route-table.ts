import { segmentsOf } from './request-path.js';

class RouteNode {
  readonly literals = new Map<string, RouteNode>();
  readonly methods = new Set<string>();
  readonly methodsOfRest = new Set<string>();
  parameter: RouteNode | undefined;
}

/** A wildcard at the top (the frontend) does not answer for these: an unknown path below them is a 404, not index.html. */
const RESERVED = new Set(['v1', 'health']);

/**
 * Which methods does a path know? The router of Fastify looks for the method first and can only say "not found"; this
 * table looks for the path first, so that a wrong method becomes 405 with `Allow`. A literal segment wins over a
 * parameter, a parameter over a wildcard, as in the router.
 */
export class RouteTable {
  private readonly root = new RouteNode();

  /** `pattern` in Fastify's notation: `/v1/album/:id`, `/files/*`. */
  add(method: string, pattern: string): void {
    let node = this.root;
    for (const segment of pattern.split('/').slice(1)) {
      if (segment.endsWith('*')) {
        node.methodsOfRest.add(method);
        return;
      }
      node = childOf(node, segment);
    }
    node.methods.add(method);
  }

  /** Methods of the route that fits the path best, sorted; empty = unknown path. */
  methodsOf(rawPath: string): string[] {
    const segments = segmentsOf(rawPath);
    const found = find(this.root, segments, 0);
    if (found) return [...found].sort();
    return isReserved(segments) ? [] : [...this.root.methodsOfRest].sort();
  }

  /**
   * HTTP contract, section 9.1: without a frontend, other methods than those of `/` are 404 outside of the API, with one
   * they are 405 everywhere.
   */
  tellsMethodsOf(rawPath: string): boolean {
    return this.root.methodsOfRest.size > 0 || isReserved(segmentsOf(rawPath));
  }
}

function isReserved([first = '']: readonly string[]): boolean {
  return RESERVED.has(first);
}

function childOf(node: RouteNode, segment: string): RouteNode {
  if (segment.includes(':')) return (node.parameter ??= new RouteNode());
  const child = node.literals.get(segment) ?? new RouteNode();
  node.literals.set(segment, child);
  return child;
}

function find(node: RouteNode, segments: readonly string[], depth: number): ReadonlySet<string> | undefined {
  const segment = segments[depth];
  if (segment === undefined) return node.methods.size > 0 ? node.methods : undefined;
  const literal = node.literals.get(segment);
  const exact = literal && find(literal, segments, depth + 1);
  if (exact) return exact;
  const named = segment !== '' && node.parameter && find(node.parameter, segments, depth + 1);
  if (named) return named;
  return depth > 0 && node.methodsOfRest.size > 0 ? node.methodsOfRest : undefined;
}
