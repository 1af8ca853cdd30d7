import { closest, distance } from 'fastest-levenshtein';

const MOST_SLIPS = 2;

/** The known word that was probably meant; undefined when none is near. */
export function nearest(text: string, known: readonly string[]): string | undefined {
  const lowered = text.toLowerCase();
  const words = new Map(known.map((word) => [word.toLowerCase(), word]));
  const best = closest(lowered, [...words.keys()]);
  const isNear = distance(lowered, best) <= Math.max(MOST_SLIPS, Math.floor(best.length / 3));
  return isNear ? words.get(best) : undefined;
}

/** ` did you mean "…"?` or nothing, to be put behind a message. */
export function suggestion(text: string, known: readonly string[]): string {
  const word = nearest(text, known);
  return word === undefined ? '' : `; did you mean "${word}"?`;
}
