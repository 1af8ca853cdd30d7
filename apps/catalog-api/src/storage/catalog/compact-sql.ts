/**
 * The statement without the layout of the source, texts in quotes untouched. Short statements are kept prepared by the
 * database; preparing one of the large reads costs several times what running it does.
 */
export const compactSql = (sql: string): string =>
  sql
    .split("'")
    .map((part, index) => (index % 2 === 0 ? withoutLayout(part) : part))
    .join("'")
    .trim();

const withoutLayout = (sql: string): string => sql.replaceAll(/\s+/g, ' ').replaceAll(/ ?([(),]) ?/g, '$1');
