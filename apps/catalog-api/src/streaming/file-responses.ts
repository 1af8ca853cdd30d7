import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiResponse, integer, Refuses, text } from '@pezzottify/http-edge';
import { CACHE_HEADERS } from '../catalog/content-schemas.js';

/** The answers of a file in the API description: RFC 9110, sections 13 (conditions) and 14 (ranges). */

const BYTES = { type: 'string', format: 'binary' };

const VALIDATORS = { ...CACHE_HEADERS, etag: { schema: text }, 'last-modified': { schema: text } };
const WHOLE = { ...VALIDATORS, 'content-length': { schema: integer } };
const RANGES = { 'accept-ranges': { description: 'bytes', schema: text } };
const PART = { ...WHOLE, ...RANGES, 'content-range': { description: 'bytes 0-99/1234', schema: text } };

const requestHeaders = (...names: readonly string[]): MethodDecorator =>
  applyDecorators(...names.map((name) => ApiHeader({ name, required: false, schema: { type: 'string' } })));

/** A file that is sent whole, unless the client has it. */
export const DescribesFile = (description: string): MethodDecorator =>
  applyDecorators(
    requestHeaders('if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'),
    ApiOkResponse({ description, schema: BYTES, headers: WHOLE }),
    ApiResponse({ status: 304, description: 'The file is the one the client has', headers: VALIDATORS }),
    Refuses('PRECONDITION_FAILED'),
  );

/** One that is also sent in parts. */
export const DescribesFileInRanges = (description: string): MethodDecorator =>
  applyDecorators(
    DescribesFile(description),
    requestHeaders('range', 'if-range'),
    ApiResponse({ status: 206, description: 'The bytes of one range', schema: BYTES, headers: PART }),
    Refuses('RANGE_NOT_SATISFIABLE'),
  );
