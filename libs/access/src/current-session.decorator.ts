import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type Session } from '@pezzottify/contracts';
import { type FastifyRequest } from 'fastify';

/** The caller's session. Only for routes that need one. */
export const CurrentSession = createParamDecorator((_data: unknown, context: ExecutionContext): Session => {
  const { session } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!session) throw new TypeError('@CurrentSession on a route that needs no session');
  return session;
});
