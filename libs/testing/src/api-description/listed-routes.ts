import { readFileSync } from 'node:fs';

export interface ListedRoute {
  method: string;
  path: string;
  /** Any of these; none: public, or (for `session`) whoever is signed in. */
  permissions: readonly string[];
  needsSession: boolean;
  successes: readonly string[];
  errors: readonly string[];
  bucket: string | null;
}

const LISTS = {
  /** What is served. */
  own: new URL('../../../../docs/contract/routes.tsv', import.meta.url),
  /** What was agreed on with the clients; kept as it was given. */
  agreed: new URL('../../../../docs/contract/routes.agreed.tsv', import.meta.url),
};

const listed = (text: string, separator: string): string[] => (text === '-' ? [] : text.split(separator));

/** The lines of a list of routes, as they stand there. */
export function routeLines(list: keyof typeof LISTS): string[] {
  const [, ...lines] = readFileSync(LISTS[list], 'utf8').trim().split('\n');
  return lines;
}

/** The routes of one service, or of all, as `docs/contract/routes.tsv` has them. */
export function listedRoutes(service?: string): ListedRoute[] {
  return routeLines('own')
    .map((line) => line.split('\t'))
    .filter(([, , owner]) => service === undefined || owner === service)
    .map(([method = '', path = '', , permission = '-', successes = '-', errors = '-', bucket = '-']) => ({
      ...{ method, path },
      permissions: permission === 'session' ? [] : listed(permission, '|'),
      needsSession: permission !== '-',
      successes: listed(successes, '|'),
      errors: listed(errors, ','),
      bucket: bucket === '-' ? null : bucket,
    }));
}
