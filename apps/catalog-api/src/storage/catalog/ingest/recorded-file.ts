/**
 * The part of an UPDATE that records what the file at ?1 is: ?2 bytes and ?3 CRC-32, null when the sender does not know;
 * ?4 whether it is new there. Of a file that was found in place, an earlier record is the better one: the file may have
 * rotted since.
 */
export function recordsFile(uri: string, prefix: 'audio' | 'file'): string {
  const record = (column: string, value: string): string => `${prefix}_${column} =
    CASE WHEN ?4 OR ${uri} <> ?1 OR ${prefix}_bytes IS NULL THEN ${value} ELSE ${prefix}_${column} END`;
  return `${record('bytes', '?2')}, ${record('crc32', '?3')}`;
}

/** The part of an upsert by which the record of one file is not taken for that of another. */
export function forgetsOtherFile(uri: string, prefix: 'audio' | 'file'): string {
  const columns = [`${prefix}_bytes`, `${prefix}_crc32`];
  return columns.map((column) => `${column} = CASE WHEN ${uri} = excluded.${uri} THEN ${column} END`).join(', ');
}
