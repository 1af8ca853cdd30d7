import { type Schema } from '../openapi/schema.js';
import * as Parse from './parse.js';

/** What the parsers accept, in the words of the API description. */
export function integer({ default: absent, min = 0, max, cap }: Parse.IntOptions): Schema {
  return {
    type: 'integer',
    ...(min > Number.MIN_SAFE_INTEGER && { minimum: min }),
    ...(max !== undefined && { maximum: max }),
    ...(absent !== undefined && { default: absent }),
    ...(cap !== undefined && { description: `A greater value is lowered to ${cap}.` }),
  };
}

export const word = (words: readonly string[], { default: absent }: { default?: string } = {}): Schema => ({
  type: 'string',
  enum: [...words],
  ...(absent !== undefined && { default: absent }),
});

export const boolean = ({ default: absent }: Parse.BoolOptions): Schema => ({
  type: 'boolean',
  ...(absent !== undefined && { default: absent }),
});

export const text = ({ required = false, maxLength = Parse.DEFAULT_MAX_LENGTH }: Parse.TextOptions): Schema => ({
  type: 'string',
  minLength: required ? 1 : 0,
  maxLength,
});
