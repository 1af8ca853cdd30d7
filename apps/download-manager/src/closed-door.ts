import { CodedError } from '@pezzottify/contracts';
import { type FastifyInstance } from 'fastify';

/**
 * While the download manager is off, every route below `/v1/download` says so to whoever may use it: a hook after the one
 * that checks access, before the body is looked at.
 */
export function closeDoor(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    const isDownload = request.routeOptions.url?.startsWith('/v1/download/') ?? false;
    done(isDownload ? new CodedError('DOWNLOADS_DISABLED', 'downloads are switched off on this server') : undefined);
  });
}
