import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type ErrorCode } from '@pezzottify/contracts';
import { type FastifyRequest } from 'fastify';
import { describeDto } from '../openapi/describe-dto.js';
import { describeLater, describeParameter } from '../openapi/description.js';
import { addRefusals } from '../openapi/refusals.js';
import { extendRouteConfig, handlerOf } from '../routing/route-config.js';
import { type DtoClass, toDto } from './dto-validation.js';

export interface BodyOfOptions {
  /** Code for a well-formed body that is not valid; default `INVALID_BODY` (422). */
  invalid?: ErrorCode;
  /** A request may come without a body: then the handler gets what `{}` would give it. */
  optional?: boolean;
  /** Sees the body first, whatever it is, and may throw: for too much of something that has a code of its own. */
  refuse?: (body: unknown) => void;
}

/**
 * Declares that the route reads a JSON body of this shape, and gives it to the handler. Without this decorator a route
 * ignores its body, whatever it is.
 */
export function BodyOf(
  dto: DtoClass<object>,
  { invalid = 'INVALID_BODY', optional = false, refuse }: BodyOfOptions = {},
): ParameterDecorator {
  const decorate = createParamDecorator((_data: unknown, context: ExecutionContext) => {
    const { body } = context.switchToHttp().getRequest<FastifyRequest>();
    refuse?.(body);
    return toDto(dto, body === undefined && optional ? {} : body, invalid);
  })();
  return (target, key, index) => {
    decorate(target, key, index);
    const handler = handlerOf(target, key);
    extendRouteConfig(handler, { readsBody: true, isBodyOptional: optional });
    addRefusals(handler, [...UNREADABLE, invalid]);
    describeLater((swagger) => {
      describeDto(swagger, dto);
    });
    describeParameter(target, key, ({ ApiBody }) => ApiBody({ type: dto, required: !optional }));
  };
}

const UNREADABLE = ['UNSUPPORTED_MEDIA_TYPE', 'PAYLOAD_TOO_LARGE', 'MALFORMED_JSON'] as const;
