/**
 * In which line each key of a document stands, by full key (`nats.url`), counted from 1. The parser does not say; this
 * reads the usual spellings, and a key in another one is merely not found.
 */
export function keyLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  let table = '';
  for (const [index, line] of text.split('\n').entries()) {
    const heading = /^\s*\[\s*([\w-]+)\s*\]/.exec(line)?.[1];
    if (heading !== undefined) table = `${heading}.`;
    const key = /^\s*([\w-]+(?:\s*\.\s*[\w-]+)*)\s*=/.exec(line)?.[1];
    if (key !== undefined) lines.set(table + key.replace(/\s/g, ''), index + 1);
  }
  return lines;
}

/** The line of a key, or of the inline table (`nats = { url = "…" }`) that holds it. */
export function lineOf(lines: ReadonlyMap<string, number>, key: string): number | undefined {
  return lines.get(key) ?? lines.get(key.split('.')[0] ?? '');
}
