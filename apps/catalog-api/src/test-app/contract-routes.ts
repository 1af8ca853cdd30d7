import { readFileSync } from 'node:fs';

export interface ContractRoute {
  method: string;
  path: string;
  /** Any of these; none: public, or (for `session`) whoever is signed in. */
  permissions: readonly string[];
  needsSession: boolean;
  successes: readonly string[];
  errors: readonly string[];
  bucket: string | null;
}

const listed = (text: string, separator: string): string[] => (text === '-' ? [] : text.split(separator));

/** The routes of one service, as `docs/routes.tsv` lists them. */
export function contractRoutes(service: string): ContractRoute[] {
  const [, ...lines] = readFileSync(new URL('../../../../docs/routes.tsv', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  return lines
    .map((line) => line.split('\t'))
    .filter(([, , owner]) => owner === service)
    .map(([method = '', path = '', , permission = '-', successes = '-', errors = '-', bucket = '-']) => ({
      method,
      path,
      permissions: permission === 'session' ? [] : listed(permission, '|'),
      needsSession: permission !== '-',
      successes: listed(successes, '|'),
      errors: listed(errors, ','),
      bucket: bucket === '-' ? null : bucket,
    }));
}
