import { CodedError } from '@pezzottify/contracts';
import { redact } from '@pezzottify/observability';

const MAX_SHOWN = 100;

/** 400 with parameter, value and what is allowed. */
export function invalidParameter(name: string, value: unknown, allowed: string): CodedError {
  return new CodedError('INVALID_PARAMETER', `${name}: ${shown(value)} is not possible; allowed: ${allowed}`);
}

export function missingParameter(name: string, allowed: string): CodedError {
  return new CodedError('INVALID_PARAMETER', `${name} is missing; allowed: ${allowed}`);
}

/** The value comes from a stranger and may be long, hold line breaks, or be a token in the wrong place. */
function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return redact(text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…"` : text);
}
