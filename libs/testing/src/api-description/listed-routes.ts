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

const LIST = new URL('../../../../docs/routes.tsv', import.meta.url);

const listed = (text: string, separator: string): string[] => (text === '-' ? [] : text.split(separator));

/** The routes of one service, or of all, as `docs/routes.tsv` has them. */
export function listedRoutes(service?: string): ListedRoute[] {
  const [, ...lines] = readFileSync(LIST, 'utf8').trim().split('\n');
  return lines
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
