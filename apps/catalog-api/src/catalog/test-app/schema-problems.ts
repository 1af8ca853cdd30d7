interface Schema {
  type?: string;
  nullable?: boolean;
  enum?: unknown[];
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  oneOf?: Schema[];
}

const TYPE_OF: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
};

/** Where a value is not what its schema says; every key must be described, and every described key be there. */
export function schemaProblems(schema: Schema, value: unknown, at = 'answer'): string[] {
  if (value === null) return schema.nullable ? [] : [`${at} is null`];
  if (schema.oneOf) {
    return schema.oneOf.some((one) => schemaProblems(one, value).length === 0) ? [] : [`${at} is none of the forms`];
  }
  if (!TYPE_OF[schema.type ?? '']?.(value)) return [`${at} is no ${String(schema.type)}`];
  if (schema.enum && !schema.enum.includes(value)) return [`${at} is none of the words`];
  if (Array.isArray(value))
    return value.flatMap((item, index) => schemaProblems(schema.items ?? {}, item, `${at}[${index}]`));
  return schema.type === 'object' ? keyProblems(schema, value as Record<string, unknown>, at) : [];
}

function keyProblems(object: Schema, value: Record<string, unknown>, at: string): string[] {
  const { properties = {}, additionalProperties: others = false } = object;
  const keys = new Set([...Object.keys(properties), ...Object.keys(value)]);
  return [...keys].flatMap((key) => {
    const schema = properties[key] ?? others;
    if (schema === true) return [];
    if (schema === false) return [`${at}.${key} is not described`];
    return key in value ? schemaProblems(schema, value[key], `${at}.${key}`) : [`${at}.${key} is missing`];
  });
}
