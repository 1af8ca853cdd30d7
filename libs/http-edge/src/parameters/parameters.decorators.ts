import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type * as Swagger from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import { describeMethod } from '../openapi/description.js';
import * as Parse from './parse.js';

/** An integer, for example `@IntQuery('limit', { default: 50, cap: 200 })`. Undefined when absent without default. */
export const IntQuery = (name: string, options: Parse.IntOptions = {}): ParameterDecorator =>
  query(name, (raw) => Parse.parseInteger(name, raw, options), { type: 'integer' }, options);

/** A day as the integer YYYYMMDD, undefined when absent. */
export const DateQuery = (name: string, options: Parse.Presence = {}): ParameterDecorator =>
  query(name, (raw) => Parse.parseDate(name, raw, options), { type: 'integer', example: 20250131 }, options);

/** One word of a closed list, compared exactly. */
export const WordQuery = <const Word extends string>(
  name: string,
  words: readonly Word[],
  options: Parse.WordOptions<Word> = {},
): ParameterDecorator =>
  query(name, (raw) => Parse.parseWord(name, raw, words, options), { type: 'string', enum: [...words] }, options);

/** `true` or `false`. */
export const BoolQuery = (name: string, options: Parse.BoolOptions = {}): ParameterDecorator =>
  query(name, (raw) => Parse.parseBoolean(name, raw, options), { type: 'boolean' }, options);

/** Free text; required text must not be blank. */
export const TextQuery = (name: string, options: Parse.TextOptions = {}): ParameterDecorator =>
  query(name, (raw) => Parse.parseText(name, raw, options), { type: 'string' }, options);

/** An opaque id of the path; longer than 256 characters is 404 NOT_FOUND. */
export const IdParam = (name: string): ParameterDecorator => path(name, Parse.parseId, { type: 'string' });

/** An integer of the path. */
export const IntParam = (name: string, options: Pick<Parse.IntOptions, 'min' | 'max'> = {}): ParameterDecorator =>
  path(name, (raw) => Parse.parseInteger(name, raw, options), { type: 'integer' });

/** One word of a closed list in the path. */
export const WordParam = (name: string, words: readonly string[]): ParameterDecorator =>
  path(name, (raw) => Parse.parseWord(name, raw, words), { type: 'string', enum: [...words] });

interface Schema {
  type: 'integer' | 'string' | 'boolean';
  enum?: string[];
  example?: number;
}

function query(
  name: string,
  parse: (raw: Parse.Raw) => unknown,
  schema: Schema,
  { required = false }: Parse.Presence,
): ParameterDecorator {
  return parameter(
    (request) => parse((request.query as Record<string, Parse.Raw>)[name]),
    ({ ApiQuery }) => ApiQuery({ name, required, schema }),
  );
}

function path(name: string, parse: (raw: string) => unknown, schema: Schema): ParameterDecorator {
  return parameter(
    (request) => parse((request.params as Record<string, string>)[name] ?? ''),
    ({ ApiParam }) => ApiParam({ name, schema }),
  );
}

function parameter(
  extract: (request: FastifyRequest) => unknown,
  decoratorOf: (swagger: typeof Swagger) => MethodDecorator,
): ParameterDecorator {
  const decorate = createParamDecorator((_data: unknown, context: ExecutionContext) =>
    extract(context.switchToHttp().getRequest<FastifyRequest>()),
  )();
  return (target, key, index) => {
    decorate(target, key, index);
    describeMethod(target, key, decoratorOf);
  };
}
