import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import * as Swagger from '@nestjs/swagger';
import { type ErrorCode } from '@pezzottify/contracts';
import { HEALTH, isBelow } from '../routing/request-path.js';
import { type RegisteredRoute } from './described-routes.js';
import { applyDescriptions } from './description.js';
import { describeRefusals } from './refusals.js';

export interface AboutApi {
  title: string;
  version: string;
  description: string;
  /** Codes that every route may answer with, health excepted. */
  commonRefusals: readonly ErrorCode[];
}

/**
 * The description of everything that is registered. This module alone loads `@nestjs/swagger`; whoever imports it must do
 * so at the first question, not at the start.
 */
export function buildDocument(
  app: NestFastifyApplication,
  routes: readonly RegisteredRoute[],
  about: AboutApi,
): Swagger.OpenAPIObject {
  applyDescriptions(Swagger);
  const document = Swagger.SwaggerModule.createDocument(app, settingsOf(about));
  for (const route of routes) addRoute(document, route, about.commonRefusals);
  document.paths = Object.fromEntries(Object.entries(document.paths).sort(([a], [b]) => (a < b ? -1 : 1)));
  return document;
}

function settingsOf({ title, version, description }: AboutApi): ReturnType<Swagger.DocumentBuilder['build']> {
  return new Swagger.DocumentBuilder()
    .setTitle(title)
    .setVersion(version)
    .setDescription(description)
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'opaque', description: RAW_TOKEN })
    .addCookieAuth('session_token')
    .build();
}

const RAW_TOKEN = 'The token of the login answer in the header Authorization; the word Bearer may be missing.';

function addRoute({ paths }: Swagger.OpenAPIObject, route: RegisteredRoute, common: readonly ErrorCode[]): void {
  const { method, path, config } = route;
  if (config.operation) paths[path] = { ...paths[path], [method]: structuredClone(config.operation) };
  const operation = paths[path]?.[method];
  if (!operation) return;
  const always = isBelow(HEALTH, path) ? [] : [...common, 'INTERNAL' as const];
  describeRefusals(operation, path, [...(config.refuses ?? []), ...always]);
}
