import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type * as Swagger from '@nestjs/swagger';
import { type ErrorCode, MAX_ID_LENGTH } from '@pezzottify/contracts';
import { type FastifyRequest } from 'fastify';
import { describeParameter } from '../openapi/description.js';
import { addRefusals } from '../openapi/refusals.js';
import { type Schema } from '../openapi/schema.js';
import { handlerOf } from '../routing/route-config.js';
import * as Describe from './describe.js';
import * as Parse from './parse.js';

const PATH_TEXT: Parse.TextOptions = { required: true, maxLength: MAX_ID_LENGTH };

/** An integer, for example `@IntQuery('limit', { default: 50, cap: 200 })`. Undefined when absent without default. */
export const IntQuery = (name: string, options: Parse.IntOptions = {}): ParameterDecorator =>
  query(name, (raw) => Parse.parseInteger(name, raw, options), Describe.integer(options), options);

/** A day as the integer YYYYMMDD, undefined when absent. */
export const DateQuery = (name: string, options: Parse.Presence = {}): ParameterDecorator =>
  query(name, (raw) => Parse.parseDate(name, raw, options), { type: 'integer', example: 20250131 }, options);

/** One word of a closed list, compared exactly. */
export const WordQuery = <const Word extends string>(
  name: string,
  words: readonly Word[],
  options: Parse.WordOptions<Word> = {},
): ParameterDecorator =>
  query(name, (raw) => Parse.parseWord(name, raw, words, options), Describe.word(words, options), options);

/** `true` or `false`. */
export const BoolQuery = (name: string, options: Parse.BoolOptions = {}): ParameterDecorator =>
  query(name, (raw) => Parse.parseBoolean(name, raw, options), Describe.boolean(options), options);

/** Free text; required text must not be blank. */
export const TextQuery = (name: string, options: Parse.TextOptions = {}): ParameterDecorator =>
  query(name, (raw) => Parse.parseText(name, raw, options), Describe.text(options), options);

/** An opaque id of the path; longer than 256 characters is 404 NOT_FOUND. */
export const IdParam = (name: string): ParameterDecorator =>
  path(name, Parse.parseId, { type: 'string', minLength: 1, maxLength: MAX_ID_LENGTH }, ['NOT_FOUND']);

/** An opaque id of the path where an unknown one is no refusal; neither is one that is too long for anything. */
export const AnyIdParam = (name: string): ParameterDecorator =>
  path(name, (raw) => raw, { type: 'string', minLength: 1 }, []);

/** Text of the path, 1 to 256 characters, where one that nothing can have is no refusal of its own. */
export const TextParam = (name: string): ParameterDecorator =>
  path(name, (raw) => Parse.parseText(name, raw, PATH_TEXT), { type: 'string', ...Describe.text(PATH_TEXT) });

/** An integer of the path. */
export const IntParam = (name: string, options: Pick<Parse.IntOptions, 'min' | 'max'> = {}): ParameterDecorator =>
  path(name, (raw) => Parse.parseInteger(name, raw, options), Describe.integer(options));

/** One word of a closed list in the path. */
export const WordParam = (
  name: string,
  words: readonly string[],
  options: Pick<Parse.WordOptions<string>, 'ignoreCase'> = {},
): ParameterDecorator => path(name, (raw) => Parse.parseWord(name, raw, words, options), Describe.word(words));

function query(
  name: string,
  parse: (raw: Parse.Raw) => unknown,
  { description = '', ...schema }: Schema,
  { required = false }: Parse.Presence,
): ParameterDecorator {
  return parameter(
    (request) => parse((request.query as Record<string, Parse.Raw>)[name]),
    ({ ApiQuery }) => ApiQuery({ name, required, schema, ...(description !== '' && { description }) }),
    ['INVALID_PARAMETER'],
  );
}

function path(
  name: string,
  parse: (raw: string) => unknown,
  schema: Schema,
  refusals: readonly ErrorCode[] = ['INVALID_PARAMETER'],
): ParameterDecorator {
  return parameter(
    (request) => parse((request.params as Record<string, string>)[name] ?? ''),
    ({ ApiParam }) => ApiParam({ name, schema }),
    refusals,
  );
}

function parameter(
  extract: (request: FastifyRequest) => unknown,
  decoratorOf: (swagger: typeof Swagger) => MethodDecorator,
  refusals: readonly ErrorCode[],
): ParameterDecorator {
  const decorate = createParamDecorator((_data: unknown, context: ExecutionContext) =>
    extract(context.switchToHttp().getRequest<FastifyRequest>()),
  )();
  return (target, key, index) => {
    decorate(target, key, index);
    addRefusals(handlerOf(target, key), refusals);
    describeParameter(target, key, decoratorOf);
  };
}
