import type * as Swagger from '@nestjs/swagger';
import { getMetadataStorage } from 'class-validator';

type Rule = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];
type Schema = Record<string, unknown>;

/** What a validation rule says in the words of JSON Schema; rules that are not listed say nothing there. */
const WORDS: Readonly<Record<string, (constraints: readonly unknown[]) => Schema>> = {
  isString: () => ({ type: 'string' }),
  isInt: () => ({ type: 'integer' }),
  isNumber: () => ({ type: 'number' }),
  isBoolean: () => ({ type: 'boolean' }),
  isObject: () => ({ type: 'object' }),
  isIn: ([values]) => ({ type: typeof (values as unknown[])[0], enum: values }),
  minLength: ([minLength]) => ({ minLength }),
  maxLength: ([maxLength]) => ({ maxLength }),
  isLength: ([minLength, maxLength]) => ({ minLength, maxLength }),
  min: ([minimum]) => ({ minimum }),
  max: ([maximum]) => ({ maximum }),
  arrayMaxSize: ([maxItems]) => ({ maxItems }),
};

const PROPERTY_METADATA = 'swagger/apiModelProperties';

/**
 * Describes a DTO class by its validation rules, so that they are not written a second time. What `@ApiProperty` says
 * beside them (examples, descriptions, or the same thing differently) wins.
 */
export function describeDto({ ApiProperty }: typeof Swagger, dto: new () => object): void {
  const rules = getMetadataStorage().getTargetValidationMetadatas(dto, '', true, false);
  for (const [name, ofProperty] of Map.groupBy(rules, ({ propertyName }) => propertyName)) {
    const prototype = dto.prototype as object;
    const byHand = Reflect.getMetadata(PROPERTY_METADATA, prototype, name) as Schema | undefined;
    ApiProperty(combined(schemaOf(ofProperty), byHand))(prototype, name);
  }
}

const DESIGN_TYPES: readonly unknown[] = [undefined, String, Number, Boolean, Object, Array];

/** `@ApiProperty` adds the type that TypeScript knows; the rules know it better (a Number may be an integer). */
function combined(byRules: Schema, { type, ...byHand }: Schema = {}): Schema {
  if (DESIGN_TYPES.includes(type)) return { ...byRules, ...byHand };
  const { items: _replaced, ...rules } = byRules;
  return { ...rules, ...byHand, type };
}

function schemaOf(rules: readonly Rule[]): Schema {
  const isOptional = rules.some(({ name }) => name === 'isOptional');
  const isArray = rules.some(({ name, each }) => each || name === 'isArray');
  const own = merge(rules.filter(({ each }) => !each));
  const item = merge(rules.filter(({ each }) => each));
  return {
    ...(isArray ? { ...own, type: 'array', items: item } : { type: 'object', ...own }),
    required: !isOptional,
    nullable: isOptional,
  };
}

function merge(rules: readonly Rule[]): Schema {
  const schemas = rules.map(({ name = '', constraints }) =>
    WORDS[name]?.((constraints as unknown[] | undefined) ?? []),
  );
  return Object.assign({}, ...schemas) as Schema;
}
