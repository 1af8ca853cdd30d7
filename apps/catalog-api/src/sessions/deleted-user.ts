import { CodedError } from '@pezzottify/contracts';
import { isForeignKeyViolation, type Reader } from '@pezzottify/persistence';
import { type FastifyRequest } from 'fastify';
import { userExists } from '../storage/user/account.repository.js';

/** A write for a user who was deleted after their session was judged fails by the row it would belong to. */
export async function explainDeletedUser(
  failure: unknown,
  { session }: Pick<FastifyRequest, 'session'>,
  reads: Reader,
): Promise<unknown> {
  if (!session || !isForeignKeyViolation(failure) || (await userExists(reads, session.user_id))) return failure;
  return new CodedError('NO_SESSION', 'the session has just ended');
}
