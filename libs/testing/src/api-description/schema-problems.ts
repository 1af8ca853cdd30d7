/** As much of a JSON schema (OpenAPI 3.0) as the descriptions of the services use; references are resolved. */
export interface DescribedSchema {
  type?: string;
  nullable?: boolean;
  enum?: unknown[];
  items?: DescribedSchema;
  properties?: Record<string, DescribedSchema>;
  required?: string[];
  additionalProperties?: boolean | DescribedSchema;
  oneOf?: DescribedSchema[];
  allOf?: DescribedSchema[];
}

const TYPE_OF: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  integer: Number.isInteger,
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
};

/** Where a value is not what its schema says. Every key must be described; without `required` every described one be there. */
export function schemaProblems(schema: DescribedSchema, value: unknown, at = 'answer'): string[] {
  if (value === null) return schema.nullable ? [] : [`${at} is null`];
  if (schema.allOf) return schema.allOf.flatMap((one) => schemaProblems(one, value, at));
  if (schema.oneOf) {
    return schema.oneOf.some((one) => schemaProblems(one, value).length === 0) ? [] : [`${at} is none of the forms`];
  }
  if (!TYPE_OF[schema.type ?? '']?.(value)) return [`${at} is no ${String(schema.type)}`];
  if (schema.enum && !schema.enum.includes(value)) return [`${at} is none of the words`];
  if (Array.isArray(value))
    return value.flatMap((item, index) => schemaProblems(schema.items ?? {}, item, `${at}[${index}]`));
  return schema.type === 'object' ? keyProblems(schema, value as Record<string, unknown>, at) : [];
}

function keyProblems(object: DescribedSchema, value: Record<string, unknown>, at: string): string[] {
  const { properties = {}, required = Object.keys(properties), additionalProperties: others = false } = object;
  const missing = required.filter((key) => !(key in value)).map((key) => `${at}.${key} is missing`);
  const present = Object.entries(value).flatMap(([key, item]) => {
    const schema = properties[key] ?? others;
    if (schema === true) return [];
    return schema === false ? [`${at}.${key} is not described`] : schemaProblems(schema, item, `${at}.${key}`);
  });
  return [...missing, ...present];
}
