import { type Logger } from '@pezzottify/observability';
import { type Reader } from '@pezzottify/persistence';
import { hasUnreadable } from './wire-json.mapper.js';

export interface JsonRow {
  /** The finished JSON text, or null for an entity that is not there. */
  json: string | null;
}

/** Runs a statement whose first row is {@link JsonRow}; undefined when it has none. */
export async function readJson(
  reader: Reader,
  logger: Logger,
  sql: string,
  params: readonly string[],
): Promise<string | undefined> {
  const json = (await reader.get<JsonRow>(sql, params))?.json ?? undefined;
  if (json !== undefined) warnOfUnreadable(logger, json, params);
  return json;
}

export function warnOfUnreadable(logger: Logger, json: string, ids: readonly string[]): void {
  if (hasUnreadable(json)) logger.warn({ ids }, 'an unreadable list was read as empty');
}
