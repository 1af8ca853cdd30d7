import { type Logger } from '@pezzottify/observability';
import { type Reader } from '@pezzottify/persistence';

export interface JsonRow {
  /** The finished JSON text, or null for an entity that is not there. */
  json: string | null;
  /** 1 when a stored list could not be read and was shown as empty. */
  unreadable: number | null;
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
  if (row.unreadable) logger.warn({ ids: params }, 'an unreadable list was read as empty');
  return row.json ?? undefined;
}
