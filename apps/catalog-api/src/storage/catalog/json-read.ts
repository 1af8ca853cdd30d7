import { type Logger } from '@pezzottify/observability';
import { type Reader } from '@pezzottify/persistence';

export interface JsonRow {
  /** The finished JSON text, or null for an entity that is not there. */
  json: string | null;
  /** How many stored lists could not be read and were shown as empty. */
  unreadable: number;
}

/** Runs a statement whose first row is {@link JsonRow}; undefined when it has none. */
export async function readJson(
  reader: Reader,
  logger: Logger,
  sql: string,
  params: readonly string[],
): Promise<string | undefined> {
  const row = await reader.get<JsonRow>(sql, params);
  if (!row) return undefined;
  if (row.unreadable > 0) logger.warn({ ids: params, lists: row.unreadable }, 'unreadable lists were read as empty');
  return row.json ?? undefined;
}
