export { BodyOf, type BodyOfOptions } from './body/body-of.decorator.js';
export { HasIdLength } from './body/has-id-length.decorator.js';
export { IsObjectList } from './body/is-object-list.decorator.js';
export { createHttpApplication, type HttpApplicationOptions } from './create-http-application.js';
export { errorAnswerOf, type ErrorAnswer } from './errors/error-answer.js';
export { sendError } from './errors/send-error.js';
export { AnswersJsonText, JSON_TYPE } from './json-text.js';
export { type AnsweredListener, type AnsweredRequest } from './observation/answered-request.js';
export * from './openapi/api-decorators.js';
export type { OpenAPIObject as ApiDescription } from '@nestjs/swagger';
export { describedRoute, SESSION_SECURITY } from './openapi/described-routes.js';
export { describeLater } from './openapi/description.js';
export { Refuses } from './openapi/refusals.js';
export { boolean, integer, listOf, nullable, objectOf, type Schema, text, wordOf } from './openapi/schema.js';
export {
  AnyIdParam,
  BoolQuery,
  DateQuery,
  IdParam,
  IntParam,
  IntQuery,
  TextParam,
  TextQuery,
  WordParam,
  WordQuery,
} from './parameters/parameters.decorators.js';
export { extendRouteConfig } from './routing/route-config.js';
export { countSentElsewhere } from './server/body-bytes.js';
export { type ServerTimeouts } from './server/create-server.js';
export { renewCertificate } from './server/certificate.js';
export { listen } from './server/listen.js';
