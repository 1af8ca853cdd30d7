import { type Reader } from '@pezzottify/persistence';

const UNKNOWN = `SELECT value AS id FROM json_each(?)
  WHERE NOT EXISTS (SELECT 1 FROM tracks t WHERE t.id = value) ORDER BY key LIMIT 1`;

/** The first of these ids that no track of the catalog has; undefined when the catalog has them all. */
export async function unknownTrack(catalog: Reader, trackIds: readonly string[]): Promise<string | undefined> {
  if (trackIds.length === 0) return undefined;
  return (await catalog.get<{ id: string }>(UNKNOWN, [JSON.stringify(trackIds)]))?.id;
}
