import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type ErrorCode } from '@pezzottify/contracts';
import { type FastifyRequest } from 'fastify';
import { describeDto } from '../openapi/describe-dto.js';
import { describeLater, describeMethod } from '../openapi/description.js';
import { extendRouteConfig } from '../routing/route-config.js';
import { type DtoClass, toDto } from './dto-validation.js';

export interface BodyOfOptions {
  /** Code for a well-formed body that is not valid; default `INVALID_BODY` (422). */
  invalid?: ErrorCode;
}

/**
 * Declares that the route reads a JSON body of this shape, and gives it to the handler. Without this decorator a route
 * ignores its body, whatever it is.
 */
export function BodyOf(dto: DtoClass<object>, { invalid = 'INVALID_BODY' }: BodyOfOptions = {}): ParameterDecorator {
  const decorate = createParamDecorator((_data: unknown, context: ExecutionContext) =>
    toDto(dto, context.switchToHttp().getRequest<FastifyRequest>().body, invalid),
  )();
  return (target, key, index) => {
    decorate(target, key, index);
    extendRouteConfig(handlerOf(target, key), { readsBody: true });
    describeLater((swagger) => {
      describeDto(swagger, dto);
    });
    describeMethod(target, key, ({ ApiBody }) => ApiBody({ type: dto }));
  };
}

function handlerOf(target: object, key: string | symbol | undefined): object {
  const handler: unknown = key === undefined ? undefined : Reflect.get(target, key);
  if (typeof handler !== 'function') throw new TypeError('@BodyOf belongs to a parameter of a controller method');
  return handler;
}
