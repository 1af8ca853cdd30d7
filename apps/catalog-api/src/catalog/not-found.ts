import { CodedError } from '@pezzottify/contracts';

/** The entity that was read, or the refusal for an id nothing in the catalog has. */
export function foundOr404<T>(kind: 'artist' | 'album' | 'track' | 'image', id: string, found: T | undefined): T {
  if (found === undefined)
    throw new CodedError('NOT_FOUND', `the catalog has no ${kind} with the id ${JSON.stringify(id)}`);
  return found;
}
