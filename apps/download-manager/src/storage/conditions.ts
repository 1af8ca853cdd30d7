import { type SqlValue } from '@pezzottify/persistence';

/** For each key of a filter the condition on it, with one parameter. */
export type Conditions<Filter> = Readonly<Record<keyof Filter, string>>;

/** What a filter asks for, combined with "and"; what is undefined in it is not asked for. */
export function conditionsOf<Filter extends { readonly [Key in keyof Filter]: SqlValue | undefined }>(
  conditions: Conditions<Filter>,
  filter: Filter,
): { sql: string; values: SqlValue[] } {
  const asked = (Object.keys(conditions) as (keyof Filter)[]).flatMap((key) => {
    const value = filter[key];
    return value === undefined ? [] : [{ condition: conditions[key], value }];
  });
  const sql = ['true', ...asked.map(({ condition }) => condition)].join(' AND ');
  return { sql, values: asked.map(({ value }) => value) };
}
