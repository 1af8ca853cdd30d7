/** The items by key, in the order they came. */
export function groupBy<Item, Key>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** The values by how often they occur, the most frequent first, ties in the order of appearance. */
export function byFrequency(values: Iterable<string>): string[] {
  const counted = [...groupBy(values, (value) => value)];
  return counted.sort(([, a], [, b]) => b.length - a.length).map(([value]) => value);
}

/** What most of them say; null when nobody says anything. */
export const mostFrequent = (values: Iterable<string | null | undefined>): string | null =>
  byFrequency([...values].filter((value) => value !== null && value !== undefined))[0] ?? null;

/** Texts that differ in case only count once, in the spelling met first; the most frequent first. */
export function distinctNames(values: Iterable<string>): string[] {
  const spellings = groupBy(values, (value) => value.toLowerCase());
  const ranked = [...spellings.values()].sort((a, b) => b.length - a.length);
  return ranked.flatMap((group) => group.slice(0, 1));
}
