import { type SchemaObject } from '@nestjs/swagger';

/** A piece of the API description, in the form of OpenAPI 3.0. */
export type Schema = SchemaObject;

/** Every listed key is always present; a missing value is null. */
export const objectOf = (properties: Record<string, Schema>): Schema => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});

export const listOf = (items: Schema): Schema => ({ type: 'array', items });
export const nullable = (schema: Schema): Schema => ({ ...schema, nullable: true });
export const wordOf = (words: readonly string[]): Schema => ({ type: 'string', enum: [...words] });

export const text: Schema = { type: 'string' };
export const integer: Schema = { type: 'integer' };
export const boolean: Schema = { type: 'boolean' };
