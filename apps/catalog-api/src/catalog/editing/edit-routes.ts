import { applyDecorators, Delete, HttpCode, Post, Put } from '@nestjs/common';
import { PermissionRequired } from '@pezzottify/access';
import {
  AnswersJsonText,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  Refuses,
  type Schema,
} from '@pezzottify/http-edge';
import { type EntityKind } from '../changelog/change.js';

const forEditors = () => PermissionRequired('EditCatalog', { bucket: 'write' });
/** What is wrong with an entity that could be read. */
export const INVALID = { invalid: 'INVALID_ENTITY' } as const;

export const CreatesEntity = (kind: EntityKind, schema: Schema): MethodDecorator =>
  applyDecorators(
    Post(),
    HttpCode(201),
    forEditors(),
    AnswersJsonText(),
    ApiOperation({ summary: `Adds one ${kind}` }),
    ApiCreatedResponse({ description: `The ${kind} as it is stored`, schema }),
    Refuses('UNKNOWN_REFERENCE', 'ALREADY_EXISTS'),
  );

export const ReplacesEntity = (kind: EntityKind, schema: Schema): MethodDecorator =>
  applyDecorators(
    Put(':id'),
    forEditors(),
    AnswersJsonText(),
    ApiOperation({ summary: `Replaces one ${kind}; relationships that are not named stay` }),
    ApiOkResponse({ description: `The ${kind} as it is stored`, schema }),
    Refuses('UNKNOWN_REFERENCE', 'NOT_FOUND'),
  );

export const RemovesEntity = (kind: EntityKind): MethodDecorator =>
  applyDecorators(
    Delete(':id'),
    HttpCode(204),
    forEditors(),
    ApiOperation({ summary: `Removes one ${kind} and what cannot be without it; files stay` }),
    ApiNoContentResponse({ description: 'Removed' }),
  );
