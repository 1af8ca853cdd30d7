export { BodyOf, type BodyOfOptions } from './body/body-of.decorator.js';
export { createHttpApplication, type HttpApplicationOptions } from './create-http-application.js';
export { errorAnswerOf, type ErrorAnswer } from './errors/error-answer.js';
export { sendError } from './errors/send-error.js';
export { describeLater } from './openapi/description.js';
export {
  BoolQuery,
  DateQuery,
  IdParam,
  IntParam,
  IntQuery,
  TextQuery,
  WordParam,
  WordQuery,
} from './parameters/parameters.decorators.js';
export { extendRouteConfig } from './routing/route-config.js';
export { type ServerTimeouts } from './server/create-server.js';
export { listen } from './server/listen.js';
