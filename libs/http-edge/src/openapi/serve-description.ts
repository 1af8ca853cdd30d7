import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject } from '@nestjs/swagger';
import { loadDescriptions } from './description.js';

/** Serves the description of the API, made from the decorators at the first question. */
export function serveDescription(app: NestFastifyApplication, title: string, version: string): void {
  let description: Promise<OpenAPIObject> | undefined;
  const fastify = app.getHttpAdapter().getInstance();
  fastify.get('/v1/openapi.json', { config: { isOpen: true } }, () => (description ??= describe(app, title, version)));
}

async function describe(app: NestFastifyApplication, title: string, version: string): Promise<OpenAPIObject> {
  const { DocumentBuilder, SwaggerModule } = await loadDescriptions();
  const settings = new DocumentBuilder().setTitle(title).setVersion(version);
  return SwaggerModule.createDocument(app, settings.addBearerAuth().addCookieAuth('session_token').build());
}
