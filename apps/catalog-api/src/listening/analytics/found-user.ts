import { CodedError } from '@pezzottify/contracts';

/** What was read of a user, or the refusal for a handle nobody has. */
export function foundUser<T>(handle: string, found: T | undefined): T {
  if (found === undefined) throw new CodedError('NOT_FOUND', `there is no user ${JSON.stringify(handle)}`);
  return found;
}
