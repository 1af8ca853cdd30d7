import { type ProviderStatus } from '../provider.port.js';
import { readText, readTitle, readWholeNumber, required, requireFields } from './fields.js';

export function parseStatus(value: unknown): ProviderStatus {
  const fields = requireFields('status', value);
  return {
    state: required('status', fields, 'state', readText),
    uptimeSeconds: required('status', fields, 'uptime_secs', readWholeNumber(0)),
    lastError: readTitle(fields.last_error),
  };
}
