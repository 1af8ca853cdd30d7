import { type Static, type TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';

/** A value that does not have the shape its name promises. The message names the first wrong places, never the values. */
export class ShapeInvalidError extends Error {
  readonly code = 'SHAPE_INVALID';

  constructor(
    readonly what: string,
    readonly problems: readonly string[],
  ) {
    super(`${what}: ${problems.join('; ')}`);
    this.name = 'ShapeInvalidError';
  }
}

const MAX_PROBLEMS = 5;
const compiled = new WeakMap<TSchema, Validator>();

/**
 * Returns `value` typed, or throws {@link ShapeInvalidError}. Keys the schema does not know are left alone, so a newer
 * peer may send more. Schemas are compiled at first use and kept.
 */
export function validate<Schema extends TSchema>(what: string, schema: Schema, value: unknown): Static<Schema> {
  const validator = validatorOf(schema);
  if (validator.Check(value)) return value as Static<Schema>;
  const problems = validator
    .Errors(value)
    .slice(0, MAX_PROBLEMS)
    .map(({ instancePath, message }) => `${instancePath === '' ? 'value' : instancePath} ${message}`);
  throw new ShapeInvalidError(what, problems);
}

function validatorOf(schema: TSchema): Validator {
  const known = compiled.get(schema);
  if (known) return known;
  const validator = Compile(schema);
  compiled.set(schema, validator);
  return validator;
}
