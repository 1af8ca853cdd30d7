import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject } from '@nestjs/swagger';
import { type AboutApi } from './build-document.js';
import { describedRoute, type RegisteredRoute } from './described-routes.js';

/** Serves the description of the API, made at the first question. */
export function serveDescription(
  app: NestFastifyApplication,
  routes: readonly RegisteredRoute[],
  about: AboutApi,
): void {
  let document: Promise<OpenAPIObject> | undefined;
  const build = async (): Promise<OpenAPIObject> =>
    (await import('./build-document.js')).buildDocument(app, routes, about);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.get(
    '/v1/openapi.json',
    { config: { isOpen: true, ...describedRoute(OPERATION) } },
    () => (document ??= build()),
  );
}

const OPERATION = {
  operationId: 'describe',
  tags: ['service'],
  summary: 'This description',
  responses: {
    200: {
      description: 'OpenAPI 3.0',
      content: { 'application/json': { schema: { type: 'object', additionalProperties: true } } },
    },
  },
};
