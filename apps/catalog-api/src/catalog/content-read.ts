import { applyDecorators } from '@nestjs/common';
import { PermissionRequired } from '@pezzottify/access';
import { type Config } from '@pezzottify/config';
import { extendRouteConfig, JSON_TYPE } from '@pezzottify/http-edge';
import { type FastifyInstance } from 'fastify';
import { contentCacheHeaders } from './content-cache.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its result is finished JSON text that clients may keep. */
    answersContent?: boolean;
  }
}

/** A read of the catalog: who may call it, and how {@link describeContentAnswers} describes what it returns. */
export const ContentRead = (): MethodDecorator =>
  applyDecorators(
    PermissionRequired('AccessCatalog', { bucket: 'content-read' }),
    (_target: object, _key: string | symbol, descriptor: PropertyDescriptor) =>
      extendRouteConfig(descriptor.value as object, { answersContent: true }),
  );

/** A hook, as an interceptor of Nest's costs as much as the rest of its pipeline. A refusal takes the headers back. */
export function describeContentAnswers(fastify: FastifyInstance, config: Pick<Config, 'contentCacheAgeSec'>): void {
  fastify.addHook('preHandler', ({ routeOptions }, reply, done) => {
    if (routeOptions.config.answersContent) {
      reply.headers({ 'content-type': JSON_TYPE, ...contentCacheHeaders(config.contentCacheAgeSec) });
    }
    done();
  });
}
