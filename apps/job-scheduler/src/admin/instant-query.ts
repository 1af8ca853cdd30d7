import { CodedError } from '@pezzottify/contracts';

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** Throws INVALID_PARAMETER for a span that ends before it begins; both in milliseconds. */
export function requireOrder({ since, until }: { since?: number | undefined; until?: number | undefined }): void {
  if (since !== undefined && until !== undefined && since > until)
    throw new CodedError('INVALID_PARAMETER', 'since is after until; it must not be later');
}

/** An instant as the jobs API writes them, in milliseconds; undefined when absent. */
export function instantOf(name: string, text: string): number;
export function instantOf(name: string, text: string | undefined): number | undefined;
export function instantOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const millis = RFC_3339.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(millis)) return millis;
  const allowed = 'an instant of RFC 3339, for example 2025-01-31T12:00:00Z';
  throw new CodedError('INVALID_PARAMETER', `${name}: ${JSON.stringify(text)} is not possible; allowed: ${allowed}`);
}
